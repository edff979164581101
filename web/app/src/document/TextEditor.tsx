import { memo, useEffect, useRef, useState } from "react";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap, placeholder } from "@codemirror/view";
import { weftCollab } from "@weft/codemirror";
import { quoteOf } from "./comments/threads";
import type { EditorProps } from "./EditorProps";
import { followCaret } from "./together/followCaret";
import { textPlace } from "./textPlace";
import { UndoButtons } from "./UndoButtons";
import { sayLeft } from "./undoWords";
import "./text.css";

/** The search panel speaks as the rest of the app does. */
const phrases = {
  next: "Next",
  previous: "Previous",
  all: "Select all",
  "match case": "Match case",
  "by word": "Whole words",
  regexp: "Pattern",
  replace: "Replace",
  "replace all": "Replace all",
  close: "Close",
};

/** Counting waits this long, in milliseconds, for the typing to pause. */
const countDelay = 400;

/** What an empty text says. */
const invitation = new Compartment();
const placeholderFor = (canEdit: boolean) => placeholder(canEdit ? "Write something…" : "Nothing is written here yet.");

function subjectOf(state: EditorState) {
  const { from, to } = state.selection.main;
  const quote = quoteOf(state.sliceDoc(from, to));
  return quote === "" ? null : { quote };
}

/** It renders anew only for its own sake: the page around it does so with every saved change. */
export default memo(function TextEditor({ session, canEdit, focus, followed, onSummary, onSubject, onPlace }: EditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const [depths, setDepths] = useState({ undo: 0, redo: 0 });
  const first = useRef({ canEdit, focus, onSummary, onSubject, onPlace });

  useEffect(() => {
    let counting: ReturnType<typeof setTimeout> | undefined;
    const count = (state: EditorState) => {
      const words = state.doc.toString().match(/\S+/g)?.length ?? 0;
      first.current.onSummary(words === 1 ? "1 word" : `${words.toLocaleString("en")} words`);
    };
    const view = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        extensions: [
          weftCollab(session, "body", { onLeft: (by) => sayLeft("body", by) }),
          history(),
          drawSelection(),
          dropCursor(),
          EditorView.lineWrapping,
          EditorView.perLineTextDirection.of(true),
          EditorState.allowMultipleSelections.of(true),
          search({ top: true }),
          EditorState.phrases.of(phrases),
          highlightSelectionMatches({ minSelectionLength: 3 }),
          invitation.of(placeholderFor(first.current.canEdit)),
          keymap.of([{ key: "Mod-Shift-z", run: redo, preventDefault: true }, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": "Text", spellcheck: "true", autocapitalize: "sentences", autocorrect: "on" }),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet) first.current.onSubject(subjectOf(update.state));
            const now = { undo: undoDepth(update.state), redo: redoDepth(update.state) };
            setDepths((before) => (before.undo === now.undo && before.redo === now.redo ? before : now));
            if (!update.docChanged) return;
            clearTimeout(counting);
            counting = setTimeout(() => count(update.state), countDelay);
          }),
        ],
      }),
    });
    editor.current = view;
    count(view.state);
    first.current.onPlace(textPlace(view));
    if (first.current.focus && matchMedia("(pointer: fine)").matches) view.focus();
    return () => {
      clearTimeout(counting);
      editor.current = null;
      first.current.onPlace(null);
      first.current.onSubject(null);
      view.destroy();
    };
  }, [session]);

  useEffect(() => {
    first.current.canEdit = canEdit;
    editor.current?.dispatch({ effects: invitation.reconfigure(placeholderFor(canEdit)) });
  }, [canEdit]);

  useEffect(() => (followed === null || editor.current === null ? undefined : followCaret(editor.current, session, followed)), [session, followed]);

  const step = (command: typeof undo) => () => {
    if (editor.current === null) return;
    command(editor.current);
    editor.current.focus();
  };
  return (
    <div ref={parent} className="text-editor">
      {canEdit && <UndoButtons canUndo={depths.undo > 0} canRedo={depths.redo > 0} onUndo={step(undo)} onRedo={step(redo)} />}
    </div>
  );
});
