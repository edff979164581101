import type { Session } from "@weft/client";
import { assemblyOf } from "../bench/assembly";
import { saveFile } from "./saveFile";

/** What this page holds of a document that it gets no more, as a file. */
export function KeepCopy({ session, title, className = "button primary" }: { session: Session; title: string; className?: string }) {
  const save = () => {
    const { extension, contentOf } = formats[session.kind as keyof typeof formats] ?? formats.board;
    saveFile({ name: `${title}.${extension}`, content: contentOf(session) });
  };
  return (
    <button type="button" className={className} disabled={!session.isReady} onClick={save}>
      Save what I have
    </button>
  );
}

const formats = {
  text: { extension: "txt", contentOf: (session: Session) => session.text("body").toString() },
  board: { extension: "excalidraw", contentOf: boardFile },
  bench: { extension: "json", contentOf: assemblyOf },
};

function boardFile(session: Session): string {
  const elements = [...session.items("elements").values()].map(({ id, kind, properties }) => ({
    ...properties,
    id,
    type: kind,
    version: 1,
    versionNonce: 0,
    updated: 1,
    isDeleted: false,
  }));
  return JSON.stringify({ type: "excalidraw", version: 2, source: location.origin, elements, appState: {}, files: {} });
}
