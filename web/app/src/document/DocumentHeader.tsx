import { useState } from "react";
import type { Role, Session, User } from "@weft/client";
import { exportAddress } from "../api/documents";
import { kindOf } from "../api/kinds";
import { useCollaboration } from "../collaboration/useCollaboration";
import { MyMenu } from "../me/MyMenu";
import { followLink } from "../router";
import { ThemeMenu } from "../theme/ThemeMenu";
import { Icon } from "../ui/Icon";
import { Menu, MenuItem, MenuLine, MenuLink, MenuTitle } from "../ui/Menu";
import { Logo } from "../ui/Logo";
import { TitleField } from "../ui/TitleField";
import { useNarrow } from "../ui/useNarrow";
import { MoreMenu } from "./MoreMenu";
import { People } from "./People";
import { roleWords } from "./rights";
import { ShareDialog } from "./ShareDialog";
import type { Preset } from "./slowLines";

interface DocumentHeaderProps {
  readonly id: string;
  readonly session: Session | null;
  /** Null as long as nothing is known of the document. */
  readonly title: string | null;
  readonly kind: string | null;
  readonly users: readonly User[];
  /** The client who is followed. */
  readonly followed: string | null;
  /** Not there where nobody can be followed. */
  readonly onFollow: ((client: string) => void) | undefined;
  /** False when there is no such document (any more), or nothing of it is shown. */
  readonly exists: boolean;
  /** Whether the server lets this person in, so that the document can be shared and exported. */
  readonly isOpen: boolean;
  /** Null as long as it is not known. */
  readonly role: Role | null;
  readonly canRename: boolean;
  /** How many conversations are open; null when comments cannot be shown. */
  readonly comments: number | null;
  readonly showsComments: boolean;
  /** Whether the list of changes can be shown. */
  readonly hasActivity: boolean;
  readonly showsActivity: boolean;
  readonly line: Preset;
  readonly selectTitle: boolean;
  readonly onComments: () => void;
  readonly onActivity: () => void;
  readonly onLine: (preset: Preset) => void;
  readonly onRename: (title: string) => void;
  readonly onTitleDone: () => void;
}

export function DocumentHeader(props: DocumentHeaderProps) {
  const { id, session, title, kind, users, exists, role, selectTitle, onRename, onTitleDone } = props;
  const [sharing, setSharing] = useState(false);
  const known = kind === null ? undefined : kindOf(kind);
  const narrow = useNarrow(640);
  const tiny = useNarrow(400);
  const collaboration = useCollaboration({ id, kind: kind ?? "" }, session);
  const exports = (
    <>
      <MenuTitle>Download as</MenuTitle>
      {(known?.exports ?? []).map(({ format, label }) => (
        <MenuLink key={format} icon="download" href={exportAddress(id, format)}>
          {label}
        </MenuLink>
      ))}
    </>
  );
  return (
    <header className="top-bar document-bar">
      <a className="icon-button home-link" href="/" onClick={followLink} aria-label="All documents" title="All documents">
        <Logo size={20} />
      </a>
      {exists && <span className="bar-slash" aria-hidden="true" />}
      <div className="document-title">
        {!exists ? null : title === null ? (
          <span className="bone" style={{ width: 150 }} />
        ) : !props.canRename ? (
          <h1 className="fixed-title">{title}</h1>
        ) : (
          <TitleField title={title} label="Title" selected={selectTitle} onRename={onRename} onDone={onTitleDone} />
        )}
        {known && exists && <span className={`kind-tag kind-${known.name}`}>{known.label}</span>}
        {exists && role !== null && roleWords(role) !== null && (
          <span className="role-tag" role="status">
            <span className="role-you">You can </span>
            {roleWords(role)}
          </span>
        )}
      </div>
      <div className="top-bar-end">
        <People users={users} followed={props.followed} onFollow={props.onFollow} />
        {exists && props.isOpen && (
          <>
            {props.hasActivity && !tiny && (
              <button type="button" className="icon-button activity-button" aria-label="Activity" title="What was changed lately" aria-expanded={props.showsActivity} onClick={props.onActivity}>
                <Icon name="history" />
              </button>
            )}
            {props.comments !== null && (
              <button
                type="button"
                className="icon-button comments-button"
                aria-label={props.comments === 0 ? "Comments" : `Comments, ${props.comments} open`}
                title="Comments"
                aria-expanded={props.showsComments}
                onClick={props.onComments}
              >
                <Icon name="comment" />
                {props.comments > 0 && <span className="count">{props.comments}</span>}
              </button>
            )}
            <button type="button" className="button small share" disabled={title === null} aria-label="Share" onClick={() => setSharing(true)}>
              <Icon name="link" />
              <span>Share</span>
            </button>
            {!narrow && (
              <Menu label="Collaboration" trigger={<Icon name="users" />}>
                {collaboration.items}
              </Menu>
            )}
            {!narrow && (
              <Menu label="Export" trigger={<Icon name="download" />}>
                {exports}
              </Menu>
            )}
            <MoreMenu line={props.line} onLine={props.onLine}>
              {narrow ? (
                <>
                  {props.hasActivity && tiny && (
                    <MenuItem icon="history" onChoose={props.onActivity}>
                      Activity
                    </MenuItem>
                  )}
                  <MenuTitle>Collaboration</MenuTitle>
                  {collaboration.items}
                  <MenuLine />
                  {exports}
                </>
              ) : undefined}
            </MoreMenu>
          </>
        )}
        <ThemeMenu />
        <MyMenu />
      </div>
      {collaboration.dialog}
      {sharing && <ShareDialog id={id} onClose={() => setSharing(false)} />}
    </header>
  );
}
