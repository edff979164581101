import { useState } from "react";
import { AccountFields } from "../access/AccountFields";
import type { AccountRecord } from "../api/admin";
import { Dialog } from "../ui/Dialog";
import { Section } from "../ui/PageFrame";
import { say } from "../ui/Toasts";
import { Table, type Column } from "./Table";

const date = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });

const columns: readonly Column<AccountRecord>[] = [
  { title: "Name", cell: ({ name }) => name },
  { title: "E-mail", cell: ({ email }) => email ?? "–" },
  { title: "Server", cell: ({ admin }) => (admin ? "Looks after it" : "–") },
  { title: "Since", number: true, cell: ({ created }) => date.format(created) },
];

interface AccountsProps {
  /** Null when the server does not list them. */
  readonly accounts: readonly AccountRecord[] | null;
  readonly onChange: () => Promise<void>;
}

/** Who has an account; an admin makes others, also where nobody may make their own. */
export function Accounts({ accounts, onChange }: AccountsProps) {
  const [making, setMaking] = useState(false);
  return (
    <Section
      title="Accounts"
      action={
        <button type="button" className="button small" onClick={() => setMaking(true)}>
          Make an account…
        </button>
      }
    >
      {accounts !== null && <Table label="Accounts" columns={columns} rows={accounts} keyOf={({ account }) => account} empty="There is no account." />}
      {making && (
        <Dialog title="An account for somebody" onClose={() => setMaking(false)}>
          <AccountFields
            forOther
            onMade={async ({ name }) => {
              setMaking(false);
              say(`${name} can sign in now.`);
              await onChange();
            }}
          />
        </Dialog>
      )}
    </Section>
  );
}
