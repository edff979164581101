import { finiteOf, type Point } from "@weft/optics";
import { MenuItem, MenuLine, PopupMenu } from "../ui/Menu";
import type { Bench } from "./Bench";
import { group, removeSelected, ungroup } from "./grouping";
import { Groups } from "./groups";
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
  const isGroup = new Groups(items).selected(bench.selected) !== null;
  const heights = items.map(({ properties }) => finiteOf(properties["z_value"], 0));
  const write = (properties: { readonly [name: string]: number | boolean }) => onRefusal(bench.write(new Map(selection.map(({ id }) => [id, properties]))));
  if (selection.length === 0 || !bench.canEdit) {
    return (
      <PopupMenu label="Bench" at={at} onClose={onClose}>
        <MenuItem disabled={items.length === 0} onChoose={() => bench.select(items.flatMap(({ id, kind }) => (kind === "group" ? [] : id)))}>
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
      {isGroup ? (
        <MenuItem onChoose={() => onRefusal(ungroup(bench))}>Ungroup</MenuItem>
      ) : (
        <MenuItem disabled={selection.length < 2} onChoose={() => onRefusal(group(bench))}>
          Group
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem disabled={locked} onChoose={() => write({ z_value: Math.max(...heights) + 1 })}>
        Bring to front
      </MenuItem>
      <MenuItem disabled={locked} onChoose={() => write({ z_value: Math.min(...heights) - 1 })}>
        Send to back
      </MenuItem>
      <MenuLine />
      <MenuItem icon="trash" danger disabled={locked} onChoose={() => onRefusal(removeSelected(bench))}>
        Delete
      </MenuItem>
    </PopupMenu>
  );
}
