import type { Op } from "@weft/client";
import type { HandState } from "./hand";

/** What Excalidraw does by itself after a gesture, such as moving a label along, comes within some frames, in milliseconds. */
const FOLLOWS = 80;
/** The same done again within this time is one gesture: a slider that is drawn, keys that are held. */
const AGAIN = 1_000;

/**
 * Says which changes of a canvas are one gesture, for undo. Excalidraw does not tell; it is seen from the pointer, from whether a text
 * is being written, and from what changes how soon after what.
 */
export class GestureMarks {
  private count = 0;
  private at = -Infinity;
  private work = "";
  /** Whether the pointer was pressed since the last change. */
  private pressed = false;
  /** The text that is being written, or was until lately. */
  private writing: string | undefined;
  /** When the writing ended; its last change comes right then. */
  private written = -Infinity;

  /** Takes notice of what the hand is doing. */
  see({ cursorButton, editingTextElement }: HandState, now: number): void {
    if (cursorButton === "down") this.pressed = true;
    const id = editingTextElement?.id;
    if (id !== undefined && (id !== this.writing || this.written !== Infinity)) this.count++;
    if (id !== undefined) this.written = Infinity;
    else if (this.written === Infinity) this.written = now;
    this.writing = id ?? this.writing;
  }

  /** The mark of a change; it is the same for changes that are one gesture. */
  markOf(ops: readonly Op[], now: number): string {
    const work = workOf(ops);
    const passed = now - this.at;
    const isWriting = now - this.written <= FOLLOWS;
    const isAgain = !this.pressed && work === this.work && passed <= AGAIN;
    if (!isWriting && !isAgain && passed > FOLLOWS) this.count++;
    this.at = now;
    this.work = work;
    this.pressed = false;
    return `gesture ${this.count}`;
  }
}

/** What a change is about: which items, and which of their properties. */
function workOf(ops: readonly Op[]): string {
  return ops.map((op) => `${op.op} ${op.path} ${op.op === "update" ? Object.keys(op.properties).sort().join() : ""}`).join(";");
}
