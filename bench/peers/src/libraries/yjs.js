import * as Y from "yjs";
import { reader } from "../reader.js";

const body = (doc) => doc.getText("body");

/** @type {import("../library.js").Library} */
export default {
  name: "yjs",
  keepsHistory: false,
  create(agent = 0) {
    const doc = new Y.Doc();
    doc.clientID = agent + 1;
    return doc;
  },
  edit(doc, patches) {
    doc.transact(() => {
      const text = body(doc);
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted !== "") text.insert(position, inserted);
      }
    });
  },
  write(doc, patches) {
    let update;
    const keep = (bytes) => (update = bytes);
    doc.on("update", keep);
    this.edit(doc, patches);
    doc.off("update", keep);
    return update;
  },
  apply: (doc, update) => Y.applyUpdate(doc, update),
  // Files in the second format, which is the smaller; what goes to others in the first, which is the usual one.
  save: (doc) => Y.encodeStateAsUpdateV2(doc),
  events: (doc) => Y.encodeStateAsUpdate(doc),
  open(bytes, agent = reader) {
    const doc = this.create(reader);
    Y.applyUpdateV2(doc, bytes);
    // Not before: it gives up a number that it meets in what others wrote.
    doc.clientID = agent + 1;
    return doc;
  },
  merge(bytes) {
    const doc = this.create(reader);
    Y.applyUpdate(doc, bytes);
    return doc;
  },
  text: (doc) => body(doc).toString(),
  free() {},
};
