import { Annotation, type ChangeSet, type ChangeSpec, EditorState, type Extension, StateEffect, StateField, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Session, TextEdit, TextOp, ViewEvent } from "@weft/client";
import { marks, remoteCursors, setCursors, setUnsaved, theme } from "./marks";
import { author, leftBy, woven } from "./woven";

/** Marks transactions that bring the session's text into the editor, so that they are not sent back. */
const fromSession = Annotation.define<true>();

const becomeReady = StateEffect.define<null>();

/** Whether the editor shows the session's text already. */
const isReady = StateField.define<boolean>({
  create: () => false,
  update: (ready, { effects }) => ready || effects.some((effect) => effect.is(becomeReady)),
});

const setWritable = StateEffect.define<boolean>();

/** Whether the user may write: not before the text is there, nor without the role for it. Selecting and copying is always possible. */
const isWritable = StateField.define<boolean>({
  create: () => false,
  update: (writable, { effects }) => effects.findLast((effect) => effect.is(setWritable))?.value ?? writable,
  provide: (field) => [
    EditorState.readOnly.from(field, (writable) => !writable),
    EditorView.contentAttributes.from(field, (writable): Record<string, string> => (writable ? {} : { "aria-readonly": "true" })),
  ],
});

/** How long text must be unsaved to be marked, in milliseconds: a quick answer makes no flicker. */
const UNSAVED_AFTER = 300;

/**
 * Joins an editor's document to the text at `path` of a session's document: edits both ways, the others' carets and selections,
 * a mark under unsaved text. The editor's own document is replaced when the session is ready; until then it is read-only, and
 * afterwards as long as the session says that the user may not edit.
 * History (`@codemirror/commands`) undoes only what was done in this editor.
 */
export function weftCollab(session: Session, path: string, { onLeft }: CollabOptions = {}): Extension {
  return [
    isReady,
    isWritable,
    woven,
    marks,
    theme,
    // Positions must be those of the text: only "\n" ends a line, a "\r" from elsewhere is a character like others.
    EditorState.lineSeparator.of("\n"),
    EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, "\n")),
    ViewPlugin.define((view) => new Binding(view, session, path, onLeft)),
  ];
}

export interface CollabOptions {
  /** An undo or a redo has left what others had written inside of what it took away; what they are called, where that is known. */
  readonly onLeft?: (by: readonly (string | undefined)[]) => void;
}

class Binding {
  private readonly stops: (() => void)[];
  private unsavedTimer: ReturnType<typeof setTimeout> | undefined;
  private unsavedDue = Infinity;
  private destroyed = false;
  /** The change that comes back as a view event is the editor's own. */
  private sending = false;

  constructor(
    private readonly view: EditorView,
    private readonly session: Session,
    private readonly path: string,
    private readonly onLeft: CollabOptions["onLeft"],
  ) {
    this.stops = [
      session.on("view", (event) => this.receive(event)),
      session.on("cursors", () => this.showCursors()),
      session.on("unsaved", () => this.showUnsavedSoon(0)),
      session.on("access", () => this.followRole()),
      session.on("status", () => this.followRole()),
    ];
    // A plugin must not change its view while that is made.
    session.ready.then(
      () => queueMicrotask(() => this.begin()),
      () => undefined,
    );
  }

  update(update: ViewUpdate): void {
    let edited = false;
    for (const transaction of update.transactions) {
      if (!transaction.docChanged || transaction.annotation(fromSession)) continue;
      const goesBack = transaction.isUserEvent("undo") || transaction.isUserEvent("redo");
      this.send(transaction.changes, goesBack);
      const left = goesBack ? leftBy(transaction) : [];
      if (left.length > 0) this.onLeft?.(left);
      edited = true;
    }
    if (edited) this.showUnsavedSoon(UNSAVED_AFTER);
    if (edited || update.selectionSet || update.focusChanged) this.tellCursor(update.state);
  }

  destroy(): void {
    this.destroyed = true;
    clearTimeout(this.unsavedTimer);
    for (const stop of this.stops) stop();
    this.session.setCursor(null);
  }

  private get begun(): boolean {
    return !this.destroyed && this.view.state.field(isReady);
  }

  private begin(): void {
    if (this.destroyed) return;
    this.replaceAll([becomeReady.of(null), setWritable.of(this.session.canEdit)]);
    this.showCursors();
    this.showUnsavedSoon(0);
  }

  /** Makes the editor's document the session's text, touching no more than differs. */
  private replaceAll(effects: readonly StateEffect<unknown>[] = []): void {
    const old = this.view.state.doc.toString();
    const now = this.session.text(this.path).toString();
    const shorter = Math.min(old.length, now.length);
    let from = 0;
    while (from < shorter && old[from] === now[from]) from++;
    let tail = 0;
    while (tail < shorter - from && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    this.bring({ from, to: old.length - tail, insert: now.slice(from, now.length - tail) }, effects);
  }

  private followRole(): void {
    const writable = this.session.canEdit;
    if (this.begun && this.view.state.field(isWritable) !== writable) this.view.dispatch({ effects: setWritable.of(writable) });
  }

  private bring(changes: ChangeSpec, effects: readonly StateEffect<unknown>[] = [], client?: string): void {
    const by = client === undefined ? undefined : this.session.users.find((user) => user.client === client)?.name;
    this.view.dispatch({
      changes,
      effects,
      annotations: [fromSession.of(true), ...(client === undefined ? [] : [author.of({ by })]), Transaction.addToHistory.of(false), Transaction.remote.of(true)],
    });
  }

  private send(changes: ChangeSet, undo: boolean): void {
    const edits: TextEdit[] = [];
    changes.iterChanges((from, to, _fromNow, _toNow, inserted) => {
      edits.push(inserted.length === 0 ? { from, to } : { from, to, insert: inserted.sliceString(0, inserted.length, "\n") });
    });
    this.sending = true;
    try {
      this.session.change([{ op: "text", path: this.path, changes: edits }], undo ? { undo } : {});
    } catch (error) {
      // The text cannot take it (half a surrogate pair, say): the editor goes back to what the text is.
      if (!(error instanceof RangeError)) throw error;
      queueMicrotask(() => this.begun && this.replaceAll());
    } finally {
      this.sending = false;
    }
  }

  private receive(event: ViewEvent): void {
    if (this.sending || !this.begun) return;
    const ops = event.ops.filter((op): op is TextOp => op.op === "text" && op.path === this.path);
    for (const op of ops) this.bring(op.changes.filter((edit) => edit.insert !== undefined || edit.attributes === undefined).map(toSpec), [], event.client);
    if (ops.length > 0) this.showUnsavedSoon(0);
  }

  private tellCursor(state: EditorState): void {
    if (!this.begun) return;
    const ranges = state.selection.ranges.map(({ anchor, head }) => ({ anchor, head }));
    this.session.setCursor(this.view.hasFocus ? { path: this.path, ranges } : null);
  }

  private showCursors(): void {
    if (!this.begun) return;
    const shown = [...this.session.cursors.values()].filter(({ path }) => path === this.path);
    if (shown.length > 0 || this.view.state.field(remoteCursors).size > 0) this.view.dispatch({ effects: setCursors.of(shown) });
  }

  private showUnsavedSoon(delay: number): void {
    const due = Date.now() + delay;
    if (this.destroyed || due >= this.unsavedDue) return;
    clearTimeout(this.unsavedTimer);
    this.unsavedDue = due;
    this.unsavedTimer = setTimeout(() => {
      this.unsavedDue = Infinity;
      this.showUnsaved();
    }, delay);
  }

  private showUnsaved(): void {
    if (!this.begun) return;
    // A mark that appears around text that is being composed would end the composition.
    if (this.view.composing) return this.showUnsavedSoon(UNSAVED_AFTER);
    const now = Date.now();
    const ranges = this.session.unsavedRanges(this.path);
    const next = Math.min(...ranges.map(({ since }) => since + UNSAVED_AFTER - now).filter((delay) => delay > 0));
    if (next !== Infinity) this.showUnsavedSoon(next);
    this.view.dispatch({ effects: setUnsaved.of(ranges.filter(({ since }) => since + UNSAVED_AFTER <= now)) });
  }
}

/** What stands for an embedded object in an editor of plain text. */
const EMBED = "\ufffc";

function toSpec({ from, to, insert }: TextEdit): ChangeSpec {
  return { from, to, insert: insert === undefined ? "" : typeof insert === "string" ? insert : EMBED };
}
