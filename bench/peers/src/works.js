import { reader } from "./reader.js";

/**
 * The works. Each is made ready once and then run many times; what a run gives is looked at and freed outside of the
 * measured time.
 * @typedef {object} Work
 * @property {() => any} run
 * @property {(result: any) => string} text What the work ended with.
 * @property {(result: any) => void} free
 */

/** @type {Record<string, (library: import("./library.js").Library, trace: () => import("./trace.js").Trace, prepared: any) => Work>} */
export const works = {
  /** Every local edit. */
  replay(library, trace) {
    const { txns } = trace();
    return ofDocument(library, () => {
      const document = library.create(0);
      for (const { patches } of txns) library.edit(document, patches);
      return document;
    });
  },

  /** One remote update at a time, of one author. */
  apply(library, trace, prepared) {
    const updates = prepared.updates();
    return ofDocument(library, () => {
      const document = library.create(reader);
      for (const update of updates) library.apply(document, update);
      return document;
    });
  },

  /** The same, of several authors, as it happened. */
  live: (library, trace, prepared) => works.apply(library, trace, prepared),

  /** Everything into an empty document, and its text. */
  merge(library, trace, prepared) {
    const bytes = prepared.events();
    return ofShownDocument(library, () => library.merge(bytes));
  },

  /** From what was saved to the text. */
  open(library, trace, prepared) {
    const bytes = prepared.saved();
    return ofShownDocument(library, () => library.open(bytes));
  },

  /** From what was saved to a document that took an edit and took it back. */
  load(library, trace, prepared) {
    const bytes = prepared.saved();
    return ofShownDocument(library, () => {
      const document = library.open(bytes);
      library.edit(document, [[0, 0, "x"]]);
      library.edit(document, [[0, 1, ""]]);
      return document;
    });
  },

  save(library, trace, prepared) {
    const document = library.merge(prepared.events());
    return { run: () => library.save(document), text: () => library.text(document), free() {} };
  },
};

function ofDocument(library, make) {
  return { run: make, text: (document) => library.text(document), free: (document) => library.free(document) };
}

function ofShownDocument(library, make) {
  return {
    run() {
      const document = make();
      return { document, text: library.text(document) };
    },
    text: ({ text }) => text,
    free: ({ document }) => library.free(document),
  };
}
