import { useState } from "react";
import { closeConnection, type AdminState, type Connected } from "../api/admin";
import { wordsOf } from "../api/request";
import { roles, roleWords } from "../api/roles";
import { setMember } from "../api/sharing";
import { followLink } from "../router";
import { RoleSelect } from "../sharing/RoleSelect";
import { Dialog } from "../ui/Dialog";
import { say } from "../ui/Toasts";
import { bytesWords, durationWords } from "./figures";
import { Table, type Column } from "./Table";

interface ConnectionsProps {
  readonly now: AdminState;
  readonly onChange: () => Promise<void>;
}

const nameOf = ({ name, connection }: Connected): string => name ?? `connection ${connection}`;

/** Who is connected now. */
export function Connections({ now, onChange }: ConnectionsProps) {
  const [closing, setClosing] = useState<Connected | null>(null);
  const act = (action: Promise<unknown>, done: string) =>
    void action
      .then(
        () => say(done),
        (error: unknown) => say(wordsOf(error), "error"),
      )
      .then(onChange);

  const columns: readonly Column<Connected>[] = [
    { title: "Who", cell: (each) => each.name ?? <span className="hint">Nobody yet</span> },
    {
      title: "Document",
      cell: ({ document, title }) =>
        document === null ? (
          <span className="hint">None</span>
        ) : (
          <a href={`/d/${document}`} onClick={followLink}>
            {title ?? document}
          </a>
        ),
    },
    ...(now.accounts === null
      ? []
      : [{ title: "Role", cell: (each: Connected) => <RoleCell of={each} accounts={now.accounts ?? []} onChange={act} /> }]),
    { title: "Address", cell: ({ address }) => address ?? "–" },
    { title: "Connected", number: true, cell: ({ since }) => durationWords(now.server.now - since) },
    { title: "Received", number: true, cell: ({ received }) => bytesWords(received) },
    {
      title: "Sent",
      number: true,
      cell: ({ sent, waiting }) => (
        <>
          {bytesWords(sent)}
          {waiting > 0 && <span className="hint"> {bytesWords(waiting)} waiting</span>}
        </>
      ),
    },
    {
      title: "Actions",
      bare: true,
      cell: (each) => (
        <button type="button" className="button small" aria-label={`Close the connection of ${nameOf(each)}`} onClick={() => setClosing(each)}>
          Close…
        </button>
      ),
    },
  ];
  return (
    <>
      <Table label="Connections" columns={columns} rows={now.connections} keyOf={({ connection }) => connection} empty="Nobody is connected." />
      {closing !== null && (
        <CloseDialog
          of={closing}
          onCancel={() => setClosing(null)}
          onClose={() => act(closeConnection(closing.connection), `The connection of ${nameOf(closing)} is closed.`)}
        />
      )}
    </>
  );
}

interface RoleCellProps {
  readonly of: Connected;
  readonly accounts: readonly { readonly account: string; readonly name: string }[];
  readonly onChange: (action: Promise<unknown>, done: string) => void;
}

/** The role in the document, to be changed for who has an account: a guest's comes from the link. */
function RoleCell({ of: { role, account, document }, accounts, onChange }: RoleCellProps) {
  const known = accounts.find((each) => each.account === account);
  if (role === undefined || role === null) return "–";
  if (known === undefined || document === null) return roleWords[role].label;
  return (
    <RoleSelect
      small
      label={`Role of ${known.name}`}
      value={role}
      options={roles}
      onChange={(fresh) => onChange(setMember(document, known.name, fresh), `${known.name}: ${roleWords[fresh].label.toLowerCase()} now.`)}
    />
  );
}

interface CloseDialogProps {
  readonly of: Connected;
  readonly onCancel: () => void;
  readonly onClose: () => void;
}

function CloseDialog({ of, onCancel, onClose }: CloseDialogProps) {
  return (
    <Dialog title={`Close the connection of ${nameOf(of)}?`} onClose={onCancel}>
      <p>
        The page is told so and does not come back by itself. Whoever it is may open the document again as long as they have access; to keep
        them out, take the access away in the document’s Share dialog.
      </p>
      <div className="dialog-actions">
        <button type="button" className="button" data-first onClick={onCancel}>
          Leave it
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() => {
            onCancel();
            onClose();
          }}
        >
          Close it
        </button>
      </div>
    </Dialog>
  );
}
