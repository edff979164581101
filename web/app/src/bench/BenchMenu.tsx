import { finiteOf, type Point } from "@weft/optics";
import { MenuItem, MenuLine, PopupMenu } from "../ui/Menu";
import type { Bench } from "./Bench";
import { isLocked } from "./items";

interface BenchMenuProps {
  readonly bench: Bench;
  readonly at: Point;
  readonly onRefusal: (refusal: string | null) => void;
  readonly onDuplicate: () => void;
  readonly onFit: () => void;
  readonly onClose: () => void;
}

/** What can be done with what is selected, or with the bench when nothing is. */
export function BenchMenu({ bench, at, onRefusal, onDuplicate, onFit, onClose }: BenchMenuProps) {
  const { selection, items } = bench;
  const locked = selection.every(({ properties }) => isLocked(properties));
  const heights = items.map(({ properties }) => finiteOf(properties["z_value"], 0));
  const write = (properties: { readonly [name: string]: number | boolean }) => onRefusal(bench.write(new Map(selection.map(({ id }) => [id, properties]))));
  if (selection.length === 0 || !bench.canEdit) {
    return (
      <PopupMenu label="Bench" at={at} onClose={onClose}>
        <MenuItem disabled={items.length === 0} onChoose={() => bench.select(items.map(({ id }) => id))}>
          Select all
        </MenuItem>
        <MenuItem icon="fit" onChoose={onFit}>
          Show all
        </MenuItem>
      </PopupMenu>
    );
  }
  return (
    <PopupMenu label="Selection" at={at} onClose={onClose}>
      <MenuItem icon="copy" onChoose={onDuplicate}>
        Duplicate
      </MenuItem>
      <MenuItem icon={locked ? "unlock" : "lock"} onChoose={() => write({ locked: !locked })}>
        {locked ? "Unlock" : "Lock"}
      </MenuItem>
      <MenuLine />
      <MenuItem disabled={locked} onChoose={() => write({ z_value: Math.max(...heights) + 1 })}>
        Bring to front
      </MenuItem>
      <MenuItem disabled={locked} onChoose={() => write({ z_value: Math.min(...heights) - 1 })}>
        Send to back
      </MenuItem>
      <MenuLine />
      <MenuItem icon="trash" danger disabled={locked} onChoose={() => onRefusal(bench.remove(bench.selected))}>
        Delete
      </MenuItem>
    </PopupMenu>
  );
}
