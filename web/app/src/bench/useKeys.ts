import type { KeyboardEvent, RefObject } from "react";
import { poseOf } from "@weft/optics";
import type { Bench } from "./Bench";
import { middleOf } from "./frames";
import { group, ungroup } from "./grouping";
import { shifted, turned } from "./gestures";
import { type Hand, isInView } from "./useHand";
import type { View } from "./useViewport";
import { panned, zoomed } from "./viewport";

export interface Commands {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly remove: () => void;
  readonly duplicate: () => void;
  /** Takes the laser pointer, or lays it down. */
  readonly laser: () => void;
  /** Words for what is selected now. */
  readonly say: (refusal: string | null) => void;
}

const arrows: { readonly [key: string]: readonly [number, number] } = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** How far the arrow keys go, in millimetres; with Shift ten times as far, with Alt a tenth. */
const NUDGE = 1;
/** How far they move what is seen, in pixels. */
const SCROLL = 60;
/** How far the keys `[` and `]` turn, in degrees; with Shift farther. */
const TURN = 1;
const BIG_TURN = 15;

/** What the keys do on the stage. */
export function useKeys(stage: RefObject<HTMLElement | null>, bench: Bench, view: View, hand: Hand, hasSpace: RefObject<boolean>, commands: Commands) {
  /** Selects the next item, or the one before: the bench by keyboard. */
  const walk = (by: number) => {
    const placed = bench.items.filter(({ kind, properties }) => poseOf(kind, properties) !== null);
    if (placed.length === 0) return;
    const here = placed.findIndex(({ id }) => bench.selected.has(id));
    const next = here < 0 ? (by > 0 ? 0 : placed.length - 1) : (here + by + placed.length) % placed.length;
    const item = placed[next]!;
    bench.select([item.id]);
    const { x, y } = poseOf(item.kind, item.properties)!;
    if (!isInView(view, { x, y })) view.setView((now) => ({ ...now, x, y }));
  };

  const free = () => bench.selection.filter((item) => bench.mayChange(item));

  const command = (key: string, shift: boolean): (() => void) | undefined => {
    switch (key) {
      case "z":
        return shift ? commands.redo : commands.undo;
      case "y":
        return commands.redo;
      case "d":
        return commands.duplicate;
      case "a":
        return () => bench.select(bench.items.flatMap(({ id, kind }) => (kind === "group" ? [] : id)));
      case "g":
        return () => commands.say(shift ? ungroup(bench) : group(bench));
      default:
        return undefined;
    }
  };

  const plain = (event: KeyboardEvent): (() => void) | undefined => {
    const arrow = arrows[event.key];
    const size = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    if (arrow !== undefined) {
      const [x, y] = arrow;
      const items = free();
      if (bench.selected.size === 0) return () => view.setView((now) => panned(now, -x * SCROLL, y * SCROLL));
      return () => commands.say(bench.write(shifted(items, x * NUDGE * size, y * NUDGE * size), "nudge"));
    }
    switch (event.key) {
      case "Delete":
      case "Backspace":
        return commands.remove;
      case "[":
      case "]":
      case "{":
      case "}": {
        const items = free();
        const middle = middleOf(bench.selection);
        const degrees = (event.key === "]" || event.key === "}" ? 1 : -1) * (event.shiftKey ? BIG_TURN : TURN);
        return middle === null ? undefined : () => commands.say(bench.write(turned(items, middle, degrees), "turn"));
      }
      case "Escape":
        return () => void (hand.giveUp() || bench.select([]));
      case "k":
        return commands.laser;
      case "n":
        return () => walk(1);
      case "p":
        return () => walk(-1);
      case "+":
      case "=":
      case "-":
        return () => view.setView((now, room) => zoomed(now, room, event.key === "-" ? 0.8 : 1.25, { x: room.width / 2, y: room.height / 2 }));
      case "!":
        return () => view.fit();
      default:
        return undefined;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== stage.current) return;
    if (event.key === " ") {
      hasSpace.current = true;
      event.preventDefault();
      return;
    }
    const act = event.ctrlKey || event.metaKey ? command(event.key.toLowerCase(), event.shiftKey) : plain(event);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === " ") hasSpace.current = false;
  };
  const onBlur = () => {
    hasSpace.current = false;
  };
  return { onKeyDown, onKeyUp, onBlur };
}
