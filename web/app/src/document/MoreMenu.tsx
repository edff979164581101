import type { ReactNode } from "react";
import { Icon } from "../ui/Icon";
import { Menu, MenuChoice, MenuLine, MenuTitle } from "../ui/Menu";
import { type Preset, presets } from "./slowLines";

interface MoreMenuProps {
  readonly line: Preset;
  readonly onLine: (preset: Preset) => void;
  /** What has no room of its own on this page. */
  readonly children?: ReactNode;
}

/** What one needs seldom. */
export function MoreMenu({ line, onLine, children }: MoreMenuProps) {
  return (
    <Menu label="More" trigger={<Icon name="more" />}>
      {children}
      {children !== undefined && <MenuLine />}
      <MenuTitle>Developer: slow line for this tab</MenuTitle>
      {presets.map((preset) => (
        <MenuChoice key={preset.label} checked={preset === line} onChoose={() => onLine(preset)}>
          {preset.label}
        </MenuChoice>
      ))}
    </Menu>
  );
}
