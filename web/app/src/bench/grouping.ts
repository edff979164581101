import { finiteOf } from "@weft/optics";
import type { Bench, Refusal } from "./Bench";
import { Groups } from "./groups";
import { isLocked } from "./items";

/** Makes one group of what is selected. Groups that are in it whole go into the new one. */
export function group(bench: Bench): Refusal {
  const groups = new Groups(bench.items);
  const members = bench.selection.filter(({ kind }) => kind !== "group");
  if (members.length < 2) return "Select at least two things to group them.";
  const ids = members.map(({ id }) => id);
  // What was in a group before belongs to the new one now.
  const former = groups.emptiedBy(new Set(ids));
  const z = Math.min(...members.map(({ properties }) => finiteOf(properties["z_value"], 0)));
  const refusal = bench.add([{ kind: "group", properties: { name: groups.freshName(), item_uuids: ids, collapsed: false, z_base: z } }]);
  if (refusal !== null) return refusal;
  bench.select(ids);
  return former.length === 0 ? null : bench.remove(former);
}

/** Takes the group apart that is selected; its members stay where they are, and stay selected. */
export function ungroup(bench: Bench): Refusal {
  const found = new Groups(bench.items).selected(bench.selected);
  if (found === null) return "Select one group to take it apart.";
  const kept = [...bench.selected];
  const refusal = bench.remove([found.id]);
  bench.select(kept);
  return refusal;
}

/** Removes what is selected, and the groups of which nothing is left then. */
export function removeSelected(bench: Bench): Refusal {
  const going = new Set(bench.selection.filter(({ properties }) => !isLocked(properties)).map(({ id }) => id));
  const emptied = new Groups(bench.items).emptiedBy(going);
  return bench.remove([...bench.selected, ...emptied]);
}
