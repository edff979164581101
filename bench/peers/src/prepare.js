import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reader } from "./reader.js";

/** The updates of a history, one for each transaction, made by the library itself. */
export function updatesOf(library, trace) {
  if (trace.isConcurrent) return library.updatesOf?.(trace) ?? updatesOfAuthors(library, trace);
  const document = library.create(0);
  const updates = trace.txns.map(({ patches }) => library.write(document, patches).slice());
  library.free(document);
  return updates;
}

/** From so many unseen changes on, an author begins anew with a copy of what another has. */
const many = 300;

/** Every author has a document of his own, which sees what the history says that he saw when he wrote. */
function updatesOfAuthors(library, trace) {
  const updates = [];
  const authors = new Map();
  const lastOf = new Map(trace.txns.map(({ agent }, index) => [agent, index]));
  trace.txns.forEach(({ agent, parents, patches }, index) => {
    const author = authors.get(agent) ?? { document: library.create(agent), seen: new Uint8Array(trace.txns.length) };
    authors.set(agent, author);
    const other = parents.length === 1 ? authors.get(trace.txns[parents[0]].agent) : undefined;
    const missing = unseen(trace, parents, author.seen);
    if (missing.length > many && other?.version === parents[0] && contains(other.seen, author.seen)) {
      library.free(author.document);
      author.document = copyOf(library, other, agent);
    } else if (missing.length > 0) {
      applyAll(library, author.document, missing.map((i) => updates[i]));
    }
    updates.push(library.write(author.document, patches).slice());
    author.seen[index] = 1;
    author.version = index;
    author.saved = undefined;
    if (lastOf.get(agent) === index) {
      library.free(author.document);
      authors.delete(agent);
    }
  });
  return updates;
}

/** Whether one has seen all that another has. */
function contains(all, some) {
  return some.every((one, index) => one <= all[index]);
}

/** A copy of somebody's document; what was saved of it serves all who begin there. */
function copyOf(library, author, agent) {
  author.saved ??= library.save(author.document);
  return library.open(author.saved, agent);
}

/** What the versions contain and an author has not seen, in the order of the history; it is seen from now on. */
function unseen(trace, versions, seen) {
  const found = [];
  const open = [...versions];
  while (open.length > 0) {
    const index = open.pop();
    if (seen[index] === 1) continue;
    seen[index] = 1;
    found.push(index);
    open.push(...trace.txns[index].parents);
  }
  return found.sort((a, b) => a - b);
}

/** Applies updates, all at once when the library knows how. */
export function applyAll(library, document, updates) {
  if (library.applyMany) library.applyMany(document, updates);
  else for (const update of updates) library.apply(document, update);
}

/**
 * Makes and keeps what the works begin with: saved documents, the text that the library ends with, and the updates one
 * by one where a work asks for them.
 */
export function prepare(library, trace, folder, withUpdates) {
  mkdirSync(folder, { recursive: true });
  const isWhole = !withUpdates && trace.isConcurrent && library.historyOf;
  const updates = isWhole ? [] : updatesOf(library, trace);
  const document = isWhole ? library.merge(library.historyOf(trace)) : documentOf(library, updates);
  const saved = library.save(document);
  const text = library.text(document);
  if (withUpdates) writeUpdates(join(folder, "updates"), updates);
  writeFileSync(join(folder, "saved"), saved);
  writeFileSync(join(folder, "events"), library.events?.(document) ?? saved);
  writeFileSync(join(folder, "text"), text);
  const sizes = updates.map((update) => update.length).sort((a, b) => a - b);
  return { bytes: saved.length, updateBytes: sizes[sizes.length >> 1], text };
}

function documentOf(library, updates) {
  const document = library.create(reader);
  applyAll(library, document, updates);
  return document;
}

function writeUpdates(path, updates) {
  const lengths = Uint32Array.from(updates.map((update) => update.length));
  writeFileSync(path + ".lengths", lengths);
  writeFileSync(path, Buffer.concat(updates));
}

/** What was prepared, read as it is needed. */
export function prepared(folder) {
  const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
  return {
    saved: () => read("saved"),
    events: () => read("events"),
    /** The text that the library ended with, if it was asked. */
    text: () => (existsSync(join(folder, "text")) ? readFileSync(join(folder, "text"), "utf8") : undefined),
    updates() {
      const lengths = new Uint32Array(read("updates.lengths").buffer);
      const bytes = read("updates");
      let from = 0;
      return Array.from(lengths, (length) => bytes.slice(from, (from += length)));
    },
  };
}
