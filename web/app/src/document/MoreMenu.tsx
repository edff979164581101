import { Icon } from "../ui/Icon";
import { Menu, MenuChoice, MenuTitle } from "../ui/Menu";
import { type Preset, presets } from "./slowLines";

interface MoreMenuProps {
  readonly line: Preset;
  readonly onLine: (preset: Preset) => void;
}

/** What one needs seldom. */
export function MoreMenu({ line, onLine }: MoreMenuProps) {
  return (
    <Menu label="More" trigger={<Icon name="more" />}>
      <MenuTitle>Developer: slow line for this tab</MenuTitle>
      {presets.map((preset) => (
        <MenuChoice key={preset.label} checked={preset === line} onChoose={() => onLine(preset)}>
          {preset.label}
        </MenuChoice>
      ))}
    </Menu>
  );
}
