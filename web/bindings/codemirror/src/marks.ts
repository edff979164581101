import { type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { RemoteCursor, UnsavedRange, User } from "@weft/client";

/** The others' cursors, whenever one of them moves. */
export const setCursors = StateEffect.define<readonly RemoteCursor[]>();
/** What has been unsaved for a while. */
export const setUnsaved = StateEffect.define<readonly UnsavedRange[]>();

interface Placed {
  readonly user: User;
  readonly ranges: readonly { readonly anchor: number; readonly head: number }[];
  /** Counts the cursor's own moves: each shows the name for a moment. */
  readonly moves: number;
}

/** The others' cursors by client, brought along with the document. */
export const remoteCursors = StateField.define<ReadonlyMap<string, Placed>>({
  create: () => new Map(),
  update(cursors, { changes, docChanged, effects, newDoc }) {
    let now = cursors;
    if (docChanged && now.size > 0) {
      const map = (position: number) => changes.mapPos(Math.min(position, changes.length), -1);
      now = new Map([...now].map(([client, cursor]) => [client, { ...cursor, ranges: cursor.ranges.map(({ anchor, head }) => ({ anchor: map(anchor), head: map(head) })) }]));
    }
    for (const effect of effects) if (effect.is(setCursors)) now = place(effect.value, now, newDoc);
    return now;
  },
});

function place(cursors: readonly RemoteCursor[], former: ReadonlyMap<string, Placed>, doc: Text): Map<string, Placed> {
  const fit = (position: number) => Math.min(position, doc.length);
  return new Map(
    cursors.map(({ user, ranges }) => {
      const old = former.get(user.client);
      const now = ranges.map(({ anchor, head }) => ({ anchor: fit(anchor), head: fit(head) }));
      const stayed = old !== undefined && old.ranges.length === now.length && now.every(({ head }, index) => head === old.ranges[index]!.head);
      return [user.client, { user, ranges: now, moves: (old?.moves ?? 0) + (stayed ? 0 : 1) }];
    }),
  );
}

const cursorMarks = EditorView.decorations.compute([remoteCursors], (state) => {
  const decorations: Range<Decoration>[] = [];
  for (const { user, ranges, moves } of state.field(remoteCursors).values()) {
    for (const { anchor, head } of ranges) {
      const style = `--weft-user: ${user.color}; background-color: ${user.color}40`;
      if (anchor !== head) decorations.push(Decoration.mark({ class: "cm-weft-selection", attributes: { style } }).range(Math.min(anchor, head), Math.max(anchor, head)));
      decorations.push(Decoration.widget({ widget: new Caret(user, moves), side: head > anchor ? -1 : 1 }).range(head));
    }
  }
  return Decoration.set(decorations, true);
});

class Caret extends WidgetType {
  constructor(
    private readonly user: User,
    private readonly moves: number,
  ) {
    super();
  }

  override eq(other: Caret): boolean {
    return other.moves === this.moves && other.user.client === this.user.client && other.user.color === this.user.color && other.user.name === this.user.name;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = "cm-weft-caret";
    caret.style.setProperty("--weft-user", this.user.color);
    caret.style.setProperty("--weft-on-user", readableOn(this.user.color));
    const flag = caret.appendChild(document.createElement("span"));
    flag.className = "cm-weft-flag";
    flag.textContent = this.user.name;
    flag.setAttribute("aria-hidden", "true");
    return caret;
  }

  override get estimatedHeight(): number {
    return -1;
  }
}

/** Black or white, whichever is easier to read on `color` (`#rrggbb`); the weights are those of relative luminance. */
function readableOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.36 ? "#000" : "#fff";
}

const unsavedMark = Decoration.mark({ class: "cm-weft-unsaved" });

const unsaved = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, { changes, effects, newDoc }) {
    let now = decorations.map(changes);
    for (const effect of effects) {
      if (!effect.is(setUnsaved)) continue;
      const ranges = effect.value.filter(({ from, to }) => from < to && to <= newDoc.length);
      now = Decoration.set(ranges.map(({ from, to }) => unsavedMark.range(from, to)), true);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const marks = [remoteCursors, cursorMarks, unsaved];

export const theme = EditorView.baseTheme({
  ".cm-weft-unsaved": {
    textDecoration: "underline dotted",
    textDecorationColor: "color-mix(in srgb, currentColor 45%, transparent)",
    textUnderlineOffset: "0.25em",
  },
  ".cm-weft-caret": {
    position: "relative",
    display: "inline-block",
    width: "0",
    height: "1.15em",
    verticalAlign: "text-bottom",
    boxShadow: "0 0 0 1px var(--weft-user)",
  },
  // A caret is thin: this is what the mouse finds.
  ".cm-weft-caret::before": { content: '""', position: "absolute", inset: "0 -4px" },
  ".cm-weft-flag": {
    position: "absolute",
    bottom: "100%",
    left: "-1px",
    padding: "0 0.4em",
    borderRadius: "0.3em 0.3em 0.3em 0",
    fontFamily: "system-ui, sans-serif",
    fontSize: "0.72em",
    fontWeight: "500",
    lineHeight: "1.5",
    whiteSpace: "nowrap",
    color: "var(--weft-on-user)",
    backgroundColor: "var(--weft-user)",
    pointerEvents: "none",
    userSelect: "none",
    zIndex: "5",
    opacity: "0",
    transition: "opacity 0.15s",
    animation: "cm-weft-show 2s ease-out",
  },
  // Room for the flags of the first line, which the editor would clip.
  ".cm-content": { paddingTop: "1.6em" },
  ".cm-weft-caret:hover .cm-weft-flag": { opacity: "1" },
  "@keyframes cm-weft-show": { "0%, 70%": { opacity: "1" }, "100%": { opacity: "0" } },
});
