/**
 * What every library is asked to do, in its own way. A document is whatever the library's adapter makes of it.
 * @typedef {[position: number, deleted: number, inserted: string]} Patch
 * @typedef {object} Library
 * @property {string} name The package's name.
 * @property {boolean} keepsHistory Whether what it saves can show the text as it was.
 * @property {string} [noMerge] Why it cannot merge everything at once, when it cannot.
 * @property {string} [slow] Why single updates are not applied, where that would take minutes.
 * @property {(agent?: number) => any} create An empty document of this author.
 * @property {(document: any, patches: Patch[]) => void} edit One local transaction.
 * @property {(document: any, patches: Patch[]) => Uint8Array} write One local transaction, as others are told of it.
 * @property {(document: any, update: Uint8Array) => void} apply One transaction of somebody else.
 * @property {(document: any, updates: Uint8Array[]) => void} [applyMany] Several at once, when that is quicker
 *   and what is saved afterwards is the same.
 * @property {(document: any) => Uint8Array} save
 * @property {(bytes: Uint8Array, agent?: number) => any} open A document of this author from what was saved.
 * @property {(document: any) => Uint8Array} [events] Everything for another document to merge, where that is not what is
 *   saved.
 * @property {(bytes: Uint8Array) => any} merge All of it, merged into an empty document.
 * @property {(document: any) => string} text
 * @property {(document: any) => void} free Gives back what the collector does not see.
 * @property {(trace: import("./trace.js").Trace) => Uint8Array[]} [updatesOf] The updates of a concurrent history, when
 *   the library can write into any version.
 * @property {(trace: import("./trace.js").Trace) => Uint8Array} [historyOf] The same as one saved document.
 */

const files = {
  yjs: "yjs",
  ywasm: "ywasm",
  "loro-crdt": "loro",
  "@automerge/automerge": "automerge",
  "diamond-types-node": "diamond",
  "json-joy": "jsonjoy",
};

/** The packages there are adapters for. */
export const names = Object.keys(files);

/** @returns {Promise<Library>} */
export async function load(name) {
  if (!(name in files)) throw new Error(`There is no adapter for ${name}.`);
  return (await import(`./libraries/${files[name]}.js`)).default;
}
