import { LoroDoc } from "loro-crdt";
import { reader } from "../reader.js";

/** @type {import("../library.js").Library} */
export default {
  name: "loro-crdt",
  keepsHistory: true,
  create(agent = 0) {
    const doc = new LoroDoc();
    doc.setPeerId(BigInt(agent + 1));
    return { doc, body: doc.getText("body") };
  },
  edit({ doc, body }, patches) {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) body.delete(position, deleted);
      if (inserted !== "") body.insert(position, inserted);
    }
    doc.commit();
  },
  write(document, patches) {
    const before = document.doc.oplogVersion();
    this.edit(document, patches);
    const update = document.doc.export({ mode: "update", from: before });
    before.free();
    return update;
  },
  apply: ({ doc }, update) => void doc.import(update),
  applyMany: ({ doc }, updates) => void doc.importBatch(updates),
  save: ({ doc }) => doc.export({ mode: "snapshot" }),
  open(bytes, agent = reader) {
    const document = this.create(agent);
    document.doc.import(bytes);
    return document;
  },
  // A snapshot holds the state and is only opened; the events alone have to be merged.
  events: ({ doc }) => doc.export({ mode: "update" }),
  merge(bytes) {
    return this.open(bytes);
  },
  text: ({ body }) => body.toString(),
  free({ doc, body }) {
    body.free();
    doc.free();
  },
};
