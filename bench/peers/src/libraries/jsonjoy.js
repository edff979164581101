import { Model } from "json-joy/lib/json-crdt/index.js";
import { Patch } from "json-joy/lib/json-crdt-patch/index.js";
import { reader } from "../reader.js";

const session = (agent) => agent + 70_000;
// All authors begin with the same empty text: one made by each of them would be another text.
const base = Model.create(undefined, 65_537);
base.api.set("");
base.api.flush();
const empty = base.toBinary();

/** @type {import("../library.js").Library} */
export default {
  name: "json-joy",
  keepsHistory: false,
  noMerge: "has no update of a whole document: changes go one by one",
  create: (agent = 0) => of(Model.load(empty, session(agent))),
  edit({ model, body }, patches) {
    change(body, patches);
    model.api.flush();
  },
  write({ model, body }, patches) {
    change(body, patches);
    return model.api.flush().toBinary();
  },
  apply: ({ model }, update) => model.applyPatch(Patch.fromBinary(update)),
  save: ({ model }) => model.toBinary(),
  open: (bytes, agent = reader) => of(Model.load(bytes, session(agent))),
  merge(bytes) {
    return this.open(bytes);
  },
  text: ({ body }) => body.view(),
  free() {},
};

function of(model) {
  return { model, body: model.api.str([]) };
}

function change(body, patches) {
  for (const [position, deleted, inserted] of patches) {
    if (deleted > 0) body.del(position, deleted);
    if (inserted !== "") body.ins(position, inserted);
  }
}
