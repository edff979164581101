import type { User } from "@weft/client";
import { Avatar } from "../ui/Avatar";
import { Menu, MenuChoice, MenuTitle } from "../ui/Menu";
import { useNarrow } from "../ui/useNarrow";

/** So many of the others are shown one by one. */
function useRoom(): number {
  const narrow = useNarrow(640);
  const narrowest = useNarrow(480);
  return narrowest ? 1 : narrow ? 2 : 4;
}

/** How somebody is called who is here: guests as such, where others have accounts. */
const called = ({ name, guest }: User) => (guest === true ? `${name} (guest)` : name);

interface PeopleProps {
  readonly users: readonly User[];
  /** The client who is followed. */
  readonly followed: string | null;
  /** Not there where nobody can be followed. */
  readonly onFollow: ((client: string) => void) | undefined;
}

/**
 * The others who are here now, each in the colour of the caret or pointer; a click follows. Those for whom there is no room are in a
 * menu. The own avatar stands beside, in the menu of the name.
 */
export function People({ users, followed, onFollow }: PeopleProps) {
  const room = useRoom();
  const shown = users.length > room ? users.slice(0, room - 1) : users;
  const rest = users.slice(shown.length);
  return (
    <ul className="people" aria-label="Others here now">
      {shown.map((user) => (
        <li key={user.client} data-tip={called(user)} aria-label={called(user)}>
          {onFollow ? (
            <button type="button" className="face" aria-label={`Follow ${user.name}`} aria-pressed={user.client === followed} onClick={() => onFollow(user.client)}>
              <Avatar name={user.name} color={user.color} />
            </button>
          ) : (
            <Avatar name={user.name} color={user.color} />
          )}
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Menu label={`${rest.length} more: ${rest.map(called).join(", ")}`} trigger={<span>+{rest.length}</span>} triggerClass="face avatar more">
            <MenuTitle>{onFollow ? "Follow" : "Also here"}</MenuTitle>
            {rest.map((user) => (
              <MenuChoice key={user.client} checked={user.client === followed} disabled={onFollow === undefined} onChoose={() => onFollow?.(user.client)}>
                <span className="person">
                  <Avatar name={user.name} color={user.color} />
                  {called(user)}
                </span>
              </MenuChoice>
            ))}
          </Menu>
        </li>
      )}
    </ul>
  );
}
