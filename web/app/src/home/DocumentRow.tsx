import { useEffect, useRef, useState } from "react";
import { exportAddress, type DocumentRecord } from "../api/documents";
import { kindOf } from "../api/kinds";
import { isAdmin, roleWords } from "../api/roles";
import { followLink } from "../router";
import { Icon } from "../ui/Icon";
import { Menu, MenuItem, MenuLine, MenuLink, MenuTitle } from "../ui/Menu";
import { relativeTime } from "../ui/relativeTime";
import { TitleField } from "../ui/TitleField";
import { Thumbnail } from "./pictures/Thumbnail";

interface DocumentRowProps {
  readonly record: DocumentRecord;
  readonly now: number;
  /** Whether people have different roles here, so that one's own is worth saying. */
  readonly showRole: boolean;
  readonly onRename: (title: string) => void;
  readonly onDelete: () => void;
}

export function DocumentRow({ record, now, showRole, onRename, onDelete }: DocumentRowProps) {
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const doneByKey = useRef(false);
  const kind = kindOf(record.kind);
  const updated = new Date(record.updated);
  const mayAdminister = isAdmin(record.role);

  useEffect(() => {
    if (renaming || !doneByKey.current) return;
    doneByKey.current = false;
    link.current?.focus();
  }, [renaming]);

  return (
    <li className="row" data-id={record.id}>
      <Thumbnail record={record} />
      {renaming ? (
        <div className="row-title" onBlur={() => setRenaming(false)}>
          <TitleField title={record.title} label={`New title of ${record.title}`} selected onRename={onRename} onDone={() => (doneByKey.current = true)} />
        </div>
      ) : (
        <a
          ref={link}
          className="row-title row-link"
          href={`/d/${record.id}`}
          aria-label={`${record.title}, ${kind?.label ?? record.kind}`}
          onClick={followLink}
        >
          {record.title}
        </a>
      )}
      <span className="row-users">
        {showRole && record.role !== undefined && (
          <span className="role-tag" title={`You: ${roleWords[record.role].hint}`}>
            {roleWords[record.role].label}
          </span>
        )}
        {record.users > 0 && (
          <span className="here" title={record.users === 1 ? "One person is in it now" : `${record.users} people are in it now`}>
            <span className="here-dot" />
            {record.users}
            <span className="visually-hidden"> here now</span>
          </span>
        )}
      </span>
      <time className="row-time" dateTime={record.updated} title={updated.toLocaleString("en")}>
        {relativeTime(updated.getTime(), now)}
      </time>
      <Menu label={`Actions for ${record.title}`} trigger={<Icon name="more" />} triggerClass="icon-button row-more">
        {mayAdminister && (
          <>
            <MenuItem icon="pencil" onChoose={() => setRenaming(true)}>
              Rename
            </MenuItem>
            <MenuLine />
          </>
        )}
        <MenuTitle>Download as</MenuTitle>
        {kind?.exports.map(({ format, label }) => (
          <MenuLink key={format} icon="download" href={exportAddress(record.id, format)}>
            {label}
          </MenuLink>
        ))}
        {mayAdminister && (
          <>
            <MenuLine />
            <MenuItem icon="trash" danger onChoose={onDelete}>
              Delete…
            </MenuItem>
          </>
        )}
      </Menu>
    </li>
  );
}
