import { useState } from "react";
import type { User } from "@weft/client";
import { exportAddress } from "../api/documents";
import { kindOf } from "../api/kinds";
import { MyMenu } from "../me/MyMenu";
import { followLink } from "../router";
import { ThemeMenu } from "../theme/ThemeMenu";
import { Icon } from "../ui/Icon";
import { Menu, MenuLink, MenuTitle } from "../ui/Menu";
import { Logo } from "../ui/Logo";
import { TitleField } from "../ui/TitleField";
import { People } from "./People";
import { ShareDialog } from "./ShareDialog";

interface DocumentHeaderProps {
  readonly id: string;
  /** Null as long as nothing is known of the document. */
  readonly title: string | null;
  readonly kind: string | null;
  readonly users: readonly User[];
  /** False when the server has no such document (any more): there is nothing to rename, share or export. */
  readonly exists: boolean;
  readonly selectTitle: boolean;
  readonly onRename: (title: string) => void;
  readonly onTitleDone: () => void;
}

export function DocumentHeader({ id, title, kind, users, exists, selectTitle, onRename, onTitleDone }: DocumentHeaderProps) {
  const [sharing, setSharing] = useState(false);
  const known = kind === null ? undefined : kindOf(kind);
  return (
    <header className="top-bar document-bar">
      <a className="icon-button home-link" href="/" onClick={followLink} aria-label="All documents" title="All documents">
        <Logo size={20} />
      </a>
      {exists && <span className="bar-slash" aria-hidden="true" />}
      <div className="document-title">
        {!exists ? null : title === null ? (
          <span className="bone" style={{ width: 150 }} />
        ) : (
          <TitleField title={title} label="Title" selected={selectTitle} onRename={onRename} onDone={onTitleDone} />
        )}
        {known && exists && <span className={`kind-tag kind-${known.name}`}>{known.label}</span>}
      </div>
      <div className="top-bar-end">
        <People users={users} />
        {exists && (
          <>
            <button type="button" className="button small share" disabled={title === null} aria-label="Share" onClick={() => setSharing(true)}>
              <Icon name="link" />
              <span>Share</span>
            </button>
            <Menu label="Export" trigger={<Icon name="download" />}>
              <MenuTitle>Download as</MenuTitle>
              {(known?.exports ?? []).map(({ format, label }) => (
                <MenuLink key={format} icon="download" href={exportAddress(id, format)}>
                  {label}
                </MenuLink>
              ))}
            </Menu>
          </>
        )}
        <ThemeMenu />
        <MyMenu />
      </div>
      {sharing && <ShareDialog id={id} onClose={() => setSharing(false)} />}
    </header>
  );
}
