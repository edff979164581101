/** What is measured on what. The first of each list is what --quick takes. */
export const matrix = [
  ["automerge-paper", "sequential", ["replay", "apply", "open", "save", "load", "memory", "memory-history", "merge"]],
  ["friendsforever", "concurrent", ["live", "merge", "open", "save", "load", "memory", "memory-history"]],
  ["clownschool", "concurrent", ["live", "merge", "open"]],
  ["source-control", "made", ["merge", "peak", "open", "save"]],
  ["clownschool-x25", "made", ["merge", "peak"]],
  ["friendsforever-x25", "made", ["merge", "peak"]],
  ["automerge-paper-x3", "made", ["memory", "memory-history", "open"]],
  ["seph-blog1", "sequential", ["replay", "apply", "open", "save"]],
  ["rustcode", "sequential", ["replay", "apply"]],
  ["sveltecomponent", "sequential", ["replay"]],
  ["json-crdt-patch", "sequential", ["replay"]],
  ["json-crdt-blog-post", "sequential", ["replay"]],
  ["friendsforever_flat", "sequential", ["replay"]],
  ["clownschool_flat", "sequential", ["replay"]],
].map(([dataset, kind, works]) => ({ dataset, kind, works }));

/** They come after all others: when there is no time left, it is they that are missing. */
export const slowPeers = ["loro-crdt", "@automerge/automerge"];

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
  bytes: ["Bytes on disk", "The saved document, with all the history that the library keeps. Those of several times the same history are small where a compressor sees it. Bytes, × Weft."],
  updateBytes: ["Bytes per update on the wire", "The median over all transactions. Bytes, × Weft."],
  memory: ["Memory held after opening", "Heap and WebAssembly after collecting garbage, MB, × Weft; (growth of the whole process)."],
  "memory-history": ["Memory held after opening with history", "The same, with the history at hand: what the peers hold is the same as above. MB, × Weft."],
  peak: ["Peak while merging", "How far the process grew while it merged everything into an empty document, MB, × Weft."],
};

/** What is read of the graph, by Weft alone, and where. */
export const readings = {
  "text-middle": "`TextAt`, in the middle of the history",
  "text-end": "`TextAt`, one change before the end",
  difference: "`Difference`, from the middle to the end",
  blame: "`Blame`",
  "undo-last": "`InverseOf`, the last change",
  "undo-middle": "`InverseOf`, a change in the middle, over everything since",
  anchors: "`Resolve`, 100 anchors, by turns from the middle and from a quarter",
  history: "`ReleaseHistory` and `LoadHistory`",
};
export const readingDatasets = ["automerge-paper", "friendsforever", "source-control"];

/** How cost grows with the work, by Weft alone: a title, words, and what a figure is compared with. */
export const growth = {
  "growth-typing": {
    title: "A keystroke, in texts of different lengths",
    words: "A word typed into the middle and taken back, over and over, here (local) and as bytes from elsewhere (remote): CPU time, bytes allocated in a median batch of 100, and in all, the log's growth included. × the shortest text.",
    base: "row",
  },
  "growth-authors": {
    title: "A change, with different numbers of authors",
    words: "Live, in turns, each at a place of his own, made on what was there so many changes ago. Of two authors who are 20 changes behind the graph has two heads and a change at most two parents; of 20 or more, in the same turns, 20 heads and 20 parents, all of which are in its bytes. So the first row beside the others shows what concurrency costs, and 20 authors beside 1,000, who make the same graph, what their number does. µs per change, × 2 authors.",
    base: "row",
  },
  "growth-branches": {
    title: "Two long branches that arrive in turns",
    words: "One change at a time, each on its own branch. × the shortest.",
    base: "row",
  },
  "growth-merge": {
    title: "A merge of concurrent events, on histories of different lengths",
    words: "Two branches of half as many events each, in one block of bytes, into a document that has room in its columns. ms, × the empty history.",
    base: "column",
  },
};
