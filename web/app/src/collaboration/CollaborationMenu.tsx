import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { useCollaboration } from "./useCollaboration";

/** The menu Collaboration where there is no session yet. */
export function CollaborationMenu() {
  const { items, dialog } = useCollaboration(null, null);
  return (
    <>
      <Menu label="Collaboration" trigger={<Icon name="users" />}>
        {items}
      </Menu>
      {dialog}
    </>
  );
}
