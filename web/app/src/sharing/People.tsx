import { useState } from "react";
import { useAccess } from "../access/access";
import { roles, roleWords, type Role } from "../api/roles";
import { removeMember, setMember, type Member } from "../api/sharing";
import { colors } from "../me/identity";
import { go } from "../router";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import type { Act } from "./Access";
import { AddPerson } from "./AddPerson";
import { RoleSelect } from "./RoleSelect";
import { RunSwitch } from "./RunSwitch";

interface PeopleProps {
  readonly id: string;
  readonly members: readonly Member[];
  readonly isAdmin: boolean;
  readonly act: Act;
  /** The person who looks has left the document. */
  readonly onLeft: () => void;
}

/** What a person may do from now on, in words. */
export const isNow = (name: string, role: Role): string => `${name} is ${article(role)} ${roleWords[role].label.toLowerCase()} now.`;

const article = (role: Role): string => (role === "editor" || role === "admin" ? "an" : "a");

/** The same colour for the same account whenever it is shown. */
const colorOf = (account: string): string => colors[[...account].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colors.length]!;

export function People({ id, members, isAdmin, act, onLeft }: PeopleProps) {
  const { session } = useAccess();
  const [busy, setBusy] = useState<string | null>(null);
  const admins = members.filter(({ role }) => role === "admin").length;

  const change = async (member: Member, action: () => Promise<unknown>, done: string) => {
    setBusy(member.account);
    await act(action, done);
    setBusy(null);
  };
  const leave = async (member: Member) => {
    await removeMember(id, member.account);
    onLeft();
    go("/");
  };

  return (
    <section className="share-part">
      <h3>People with access</h3>
      {isAdmin && <AddPerson id={id} act={act} />}
      {members.length === 0 ? (
        <p className="hint">Nobody was added yet.</p>
      ) : (
        <ul className="share-list with-roles" aria-label="People with access">
          {members.map((member) => {
            const isMe = member.account === session?.account;
            const isLastAdmin = member.role === "admin" && admins === 1;
            return (
              <li key={member.account}>
                <Avatar name={member.name} color={colorOf(member.account)} />
                <div className="grow">
                  <span className="share-name">
                    {member.name}
                    {isMe && " (you)"}
                  </span>
                  {member.email !== undefined && <span className="hint">{member.email}</span>}
                </div>
                {isAdmin && (
                  <RunSwitch
                    isOn={member.run}
                    label={`${member.name} may run code`}
                    disabled={busy === member.account}
                    onChange={(run) =>
                      void change(member, () => setMember(id, member.name, member.role, run), run ? `${member.name} may run code now.` : `${member.name} may not run code any more.`)
                    }
                  />
                )}
                {isAdmin ? (
                  <RoleSelect
                    small
                    label={`Role of ${member.name}`}
                    value={member.role}
                    options={roles}
                    disabled={busy === member.account || isLastAdmin}
                    onChange={(role) =>
                      void change(member, () => setMember(id, member.name, role), isNow(member.name, role))
                    }
                  />
                ) : (
                  <span className="role-tag">{roleWords[member.role].label}</span>
                )}
                {isMe && !isLastAdmin && (
                  <button type="button" className="button small" onClick={() => void act(() => leave(member), "")}>
                    Leave
                  </button>
                )}
                {isAdmin && !isMe && !isLastAdmin && (
                  <button
                    type="button"
                    className="icon-button small"
                    disabled={busy === member.account}
                    aria-label={`Remove ${member.name}`}
                    title="Remove"
                    onClick={() => void change(member, () => removeMember(id, member.account), `${member.name} has no access any more.`)}
                  >
                    <Icon name="close" />
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {isAdmin && admins === 1 && members.length > 1 && (
        <p className="hint">A document keeps at least one admin: make somebody else one before the last steps down.</p>
      )}
    </section>
  );
}
