import { EditorView } from "@codemirror/view";
import type { Session } from "@weft/client";

/** Keeps the caret of another user in sight, by client id; returns what stops that. */
export function followCaret(view: EditorView, session: Session, client: string): () => void {
  let shown = -1;
  let frame = 0;
  // A frame later the editor has the text that the caret is in.
  const show = () => {
    frame = 0;
    const head = session.cursors.get(client)?.ranges[0]?.head;
    if (head === undefined || head === shown || head > view.state.doc.length) return;
    view.dispatch({ effects: EditorView.scrollIntoView(head, shown < 0 ? { y: "center" } : { y: "nearest", yMargin: view.scrollDOM.clientHeight / 4 }) });
    shown = head;
  };
  const showSoon = () => void (frame ||= requestAnimationFrame(show));
  showSoon();
  const stop = session.on("cursors", showSoon);
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
