import dt from "diamond-types-node";
import { reader } from "../reader.js";

/** @type {import("../library.js").Library} */
export default {
  name: "diamond-types-node",
  keepsHistory: true,
  create: (agent = 0) => new dt.Doc(`agent${agent}`),
  edit(doc, patches) {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) doc.del(position, deleted);
      if (inserted !== "") doc.ins(position, inserted);
    }
  },
  write(doc, patches) {
    const before = doc.getLocalVersion();
    this.edit(doc, patches);
    return doc.getPatchSince(before);
  },
  apply: (doc, update) => void doc.mergeBytes(update),
  save: (doc) => doc.toBytes(),
  open: (bytes, agent = reader) => dt.Doc.fromBytes(bytes, `agent${agent}`),
  merge(bytes) {
    const doc = this.create(reader);
    doc.mergeBytes(bytes);
    return doc;
  },
  text: (doc) => doc.get(),
  free: (doc) => doc.free(),
  updatesOf(trace) {
    const updates = [];
    let known = new Uint32Array();
    logOf(trace, (log) => {
      updates.push(log.getPatchSince(known));
      known = log.getLocalVersion();
    }).free();
    return updates;
  },
  historyOf(trace) {
    const log = logOf(trace, () => {});
    const bytes = log.toBytes();
    log.free();
    return bytes;
  },
};

/** The history as it was recorded; `each` is called after each transaction. */
function logOf(trace, each) {
  const log = new dt.OpLog();
  /** The version after each transaction. */
  const last = [];
  for (const { agent, parents, patches } of trace.txns) {
    log.setAgent(`agent${agent}`);
    let version = Uint32Array.from(parents.map((parent) => last[parent])).sort();
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) version = Uint32Array.of(log.del(position, deleted, version));
      if (inserted !== "") version = Uint32Array.of(log.ins(position, inserted, version));
    }
    last.push(version[0]);
    each(log);
  }
  return log;
}
