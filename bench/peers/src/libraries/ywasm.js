import Y from "ywasm";
import { reader } from "../reader.js";

/** @type {import("../library.js").Library} */
export default {
  name: "ywasm",
  keepsHistory: false,
  create(agent = 0) {
    const doc = new Y.YDoc({ clientID: agent + 1 });
    return { doc, body: doc.getText("body") };
  },
  edit({ doc, body }, patches) {
    const transaction = doc.beginTransaction(undefined);
    write(body, patches, transaction);
    transaction.commit();
    transaction.free();
  },
  write({ doc, body }, patches) {
    const transaction = doc.beginTransaction(undefined);
    write(body, patches, transaction);
    const update = transaction.encodeUpdate();
    transaction.commit();
    transaction.free();
    return update;
  },
  apply: ({ doc }, update) => Y.applyUpdate(doc, update, undefined),
  // Files in the second format, which is the smaller; what goes to others in the first, which is the usual one.
  save: ({ doc }) => Y.encodeStateAsUpdateV2(doc),
  events: ({ doc }) => Y.encodeStateAsUpdate(doc),
  open(bytes, agent = reader) {
    const document = this.create(agent);
    Y.applyUpdateV2(document.doc, bytes, undefined);
    return document;
  },
  merge(bytes) {
    const document = this.create(reader);
    Y.applyUpdate(document.doc, bytes, undefined);
    return document;
  },
  text: ({ body }) => body.toString(undefined),
  free({ doc, body }) {
    body.free();
    doc.free();
  },
};

function write(body, patches, transaction) {
  for (const [position, deleted, inserted] of patches) {
    if (deleted > 0) body.delete(position, deleted, transaction);
    if (inserted !== "") body.insert(position, inserted, undefined, transaction);
  }
}
