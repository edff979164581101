import { memo, useEffect, useRef } from "react";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap, placeholder } from "@codemirror/view";
import type { Session } from "@weft/client";
import { weftCollab } from "@weft/codemirror";
import "./text.css";

export interface EditorProps {
  readonly session: Session;
  readonly title: string;
  /** Take the focus once there is something to edit. */
  readonly focus: boolean;
  /** One line about the document for the status bar. */
  readonly onSummary: (summary: string) => void;
}

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

/** It renders anew only for its own sake: the page around it does so with every saved change. */
export default memo(function TextEditor({ session, focus, onSummary }: EditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const first = useRef({ focus, onSummary });

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
          weftCollab(session, "body"),
          history(),
          drawSelection(),
          dropCursor(),
          EditorView.lineWrapping,
          EditorView.perLineTextDirection.of(true),
          EditorState.allowMultipleSelections.of(true),
          search({ top: true }),
          EditorState.phrases.of(phrases),
          highlightSelectionMatches({ minSelectionLength: 3 }),
          placeholder("Write something…"),
          keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": "Text", spellcheck: "true", autocapitalize: "sentences", autocorrect: "on" }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            clearTimeout(counting);
            counting = setTimeout(() => count(update.state), countDelay);
          }),
        ],
      }),
    });
    count(view.state);
    if (first.current.focus && matchMedia("(pointer: fine)").matches) view.focus();
    return () => {
      clearTimeout(counting);
      view.destroy();
    };
  }, [session]);

  return <div ref={parent} className="text-editor" />;
});
