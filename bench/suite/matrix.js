/** What is measured on what. The first of each list is what --quick takes. */
export const matrix = [
  ["automerge-paper", "sequential", ["replay", "apply", "open", "save", "load", "memory", "merge"]],
  ["friendsforever", "concurrent", ["live", "merge", "open", "save", "load", "memory"]],
  ["clownschool", "concurrent", ["live", "merge", "open"]],
  ["source-control", "made", ["merge", "peak", "open", "save"]],
  ["clownschool-x25", "made", ["merge", "peak"]],
  ["friendsforever-x25", "made", ["merge", "peak"]],
  ["automerge-paper-x3", "made", ["memory", "open"]],
  ["seph-blog1", "sequential", ["replay", "apply", "open", "save"]],
  ["rustcode", "sequential", ["replay", "apply"]],
  ["sveltecomponent", "sequential", ["replay"]],
  ["json-crdt-patch", "sequential", ["replay"]],
  ["json-crdt-blog-post", "sequential", ["replay"]],
  ["friendsforever_flat", "sequential", ["replay"]],
  ["clownschool_flat", "sequential", ["replay"]],
].map(([dataset, kind, works]) => ({ dataset, kind, works }));

/** The datasets of a quick run. */
export const quickDatasets = ["friendsforever", "sveltecomponent"];

/** The works, and how each is told of in the report. */
export const titles = {
  replay: ["Replay every local edit", "One transaction each, into an empty document. CPU ms: warm median (cold first run), × Weft."],
  apply: ["Apply one update per transaction", "One author's history as remote updates, one by one. CPU ms: warm (cold), × Weft."],
  live: ["Live: one update per event, as they happened", "Several authors' histories, one remote update at a time. CPU ms: warm (cold), × Weft."],
  merge: ["Merge everything into an empty document", "From one block of bytes to the text. CPU ms: warm (cold), × Weft."],
  open: ["Open from the file and show the text", "CPU ms: warm (cold), × Weft."],
  load: ["Load with history", "From the file to a document that has taken a keystroke and taken it back. CPU ms: warm (cold), × Weft."],
  save: ["Save the whole document", "CPU ms: warm (cold), × Weft."],
  bytes: ["Bytes on disk", "The saved document, with all the history that the library keeps. Bytes, × Weft."],
  updateBytes: ["Bytes per update on the wire", "The median over all transactions. Bytes, × Weft."],
  memory: ["Memory held after opening", "Heap and WebAssembly after collecting garbage, MB, × Weft; (growth of the whole process)."],
  peak: ["Peak while merging", "How far the process grew while it merged everything into an empty document, MB, × Weft."],
};
