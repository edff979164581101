import { exportFile } from "../../api/documents";
import type { DocumentRecord } from "../../api/documents";

/** A longer file is not fetched for a small picture, in bytes. */
const MOST_BYTES = 6_000_000;
/** So many files are kept, those used last. */
const MOST_FILES = 40;
/** A document that is being edited is fetched again no sooner, in milliseconds. */
const REST = 15_000;

const formats: { readonly [kind: string]: string } = { board: "excalidraw", bench: "optiverse" };

export const hasPicture = ({ kind, revision }: DocumentRecord): boolean => kind in formats && revision > 0;

interface Kept {
  readonly version: string;
  readonly file: string | null;
  readonly fetched: number;
}

/**
 * The files that pictures are drawn from: always asked of the server in the name of who looks, so that nobody sees a picture of what
 * they may not open, and kept in this page only. One is fetched after the other.
 */
const kept = new Map<string, Kept>();
const due = new Map<string, Promise<string | null>>();
let last: Promise<unknown> = Promise.resolve();

const versionOf = ({ generation, revision }: DocumentRecord) => `${generation} ${revision}`;

/** The document as a file; null when it is too long for a picture, or cannot be had. `known`: what is at hand already, also of an older revision. */
export function fileOf(record: DocumentRecord): { readonly known: string | null; readonly newest: Promise<string | null> } {
  const former = kept.get(record.id);
  const newest = former?.version === versionOf(record) ? Promise.resolve(former.file) : fetchOnce(record, former === undefined ? 0 : former.fetched + REST - Date.now());
  return { known: former?.file ?? null, newest };
}

/** Fetches the file after a wait in milliseconds, if that is not going to happen already. */
function fetchOnce(record: DocumentRecord, wait: number): Promise<string | null> {
  const waiting = due.get(record.id);
  if (waiting !== undefined) return waiting;
  const file = new Promise((resolve) => setTimeout(resolve, Math.max(0, wait))).then(() => {
    due.delete(record.id);
    const fetched = last.then(() => fetchFile(record));
    last = fetched;
    return fetched;
  });
  due.set(record.id, file);
  return file;
}

async function fetchFile(record: DocumentRecord): Promise<string | null> {
  const file = await exportFile(record.id, formats[record.kind]!, MOST_BYTES).catch(() => null);
  kept.delete(record.id);
  kept.set(record.id, { version: versionOf(record), file, fetched: Date.now() });
  for (const id of kept.keys()) if (kept.size > MOST_FILES) kept.delete(id);
  return file;
}
