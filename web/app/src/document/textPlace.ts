import type { Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Place } from "./comments/CommentsPanel";

/** Finds quoted passages in a text, the first where there are more, and shows them by selecting them. */
export function textPlace(view: EditorView): Place {
  let searched: { readonly doc: Text; readonly text: string } | undefined;
  return {
    find: ({ quote }) => {
      if (quote === undefined) return null;
      const { doc } = view.state;
      if (searched?.doc !== doc) searched = { doc, text: doc.toString() };
      const passage = quote.replace(/…$/, "");
      const from = searched.text.indexOf(passage);
      if (from < 0) return null;
      const show = () => {
        view.dispatch({ selection: { anchor: from, head: from + passage.length }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        view.focus();
      };
      return { label: quote, show };
    },
    reveal: (from, to) => {
      const { length } = view.state.doc;
      const [anchor, head] = [Math.min(from, length), Math.min(to, length)];
      view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
  };
}
