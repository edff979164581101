/** Libraries whose documents can show what was; the others drop what was deleted. */
export const withHistory = ["diamond-types-node", "loro-crdt", "@automerge/automerge"];

const time = (line) => line.warm ?? line.cold;
const bytes = (line) => line.bytes;
const updateBytes = (line) => line.updateBytes;
const megabytes = (line) => line.held && line.held.heap / 1e6;
const peak = (line) => line.peak && line.peak / 1e6;
const figure = (row, column) => (line) => line.figures?.find((one) => one.row === row && one.column === column)?.value;
const ratio = (column, row, base) => (line) => figure(row, column)(line) / figure(base, column)(line);

/**
 * What the engine is to reach: work, unit, dataset, what native libraries take (Eg-walker and Yjs, both in Rust; given, not
 * measured here), what it must and what it should, from which line it is read, and how.
 */
const rows = [
  ["replay every local edit", "ms", "automerge-paper", "4.6", "8,700", 20, 5, "replay", time],
  ["", "ms", "seph-blog1", "3.4", "4,390", 14, 4, "replay", time],
  ["", "ms", "rustcode", "1.6", "1,030", 7, 2, "replay", time],
  ["apply one update per transaction", "ms", "automerge-paper", "216", "171", 110, 60, "apply", time],
  ["live: one update per event", "ms", "friendsforever", "142", "12.6", 20, 8, "live", time],
  ["", "ms", "clownschool", "128", "10.8", 18, 7, "live", time],
  ["merge all into an empty document", "ms", "friendsforever", "3.8", "0.45", 6, 2.5, "merge", time],
  ["", "ms", "clownschool", "4.4", "0.30", 7, 3, "merge", time],
  ["", "ms", "friendsforever-x25", "84", "14.5", 120, 20, "merge", time],
  ["", "ms", "clownschool-x25", "131", "10.5", 180, 13, "merge", time],
  ["", "ms", "source-control", "13 to 38", "13 to 16", 40, 12, "merge", time],
  ["open from the file and show the text", "ms", "automerge-paper", "0.2 (cached)", "3.3", 0.6, 0.15, "open", time],
  ["save the whole document", "ms", "automerge-paper", "0.8", "0.5", 3, 0.8, "save", time],
  ["bytes on disk, full history", "bytes", "automerge-paper", "106,242", "159,921*", 106_242, 0.85 * 106_242, "prepare", bytes],
  ["", "bytes", "seph-blog1", "157,788", "135,217*", 157_788, 0.85 * 157_788, "prepare", bytes],
  ["", "bytes", "friendsforever", "39,222", "33,000*", 39_222, 0.85 * 39_222, "prepare", bytes],
  ["bytes per update, one keystroke", "bytes", "automerge-paper", "57", "15", 20, 12, "prepare", updateBytes],
  ["memory after opening, text only", "MB", "automerge-paper-x3", "0.6", "7.7", 1.5, 0.7, "memory", megabytes],
  ["memory after opening, with history", "MB", "automerge-paper-x3", "4.4", "7.7", 8, 4, "memory-history", megabytes],
  ["peak while merging", "MB", "clownschool-x25", "79", "9", 120, 30, "peak", peak],
  ["allocated per keystroke here, median, 1 MB of text", "bytes", "made", "", "", 0, 0, "growth-typing", figure("1 MB", "local, bytes")],
  ["allocated per keystroke from elsewhere, the same", "bytes", "made", "", "", 0, 0, "growth-typing", figure("1 MB", "remote, bytes")],
  ["a keystroke here, 100 MB beside 1 KB", "times", "made", "", "", 2, undefined, "growth-typing", ratio("local, ns", "100 MB", "1 KB")],
  ["a keystroke from elsewhere, the same", "times", "made", "", "", 2, undefined, "growth-typing", ratio("remote, ns", "100 MB", "1 KB")],
  ["1,000 authors beside 2, who saw all", "times", "made", "", "", 1, undefined, "growth-authors",
    ratio("made on what was there 0 ago, µs", "1,000", "2")],
  ["1,000 authors beside 2, 20 changes behind", "times", "made", "", "", 1, undefined, "growth-authors",
    ratio("made on what was there 20 ago, µs", "1,000", "2")],
  ["1,000 authors beside 20, 20 changes behind", "times", "made", "", "", 1, undefined, "growth-authors",
    ratio("made on what was there 20 ago, µs", "1,000", "20")],
  ["merge of 1,000 events, history of a million beside none", "times", "made", "", "", 2, undefined, "growth-merge", (line) =>
    figure("1,000", "on 1,000,000 events")(line) / figure("1,000", "on no history")(line)],
].map(([work, unit, dataset, egWalker, yrs, must, aim, from, read]) => ({ work, unit, dataset, egWalker, yrs, must, aim, from, read }));

/** "No more than" is met within this: two runs of the same differ by as much. */
const tolerance = 1.1;

/** The rows of the table, as words. */
export function targets(lines, peers, short) {
  let work = "";
  return rows.map((row) => {
    work = row.work || work;
    const of = (library) => reading(lines.find((line) => line.library === library && line.dataset === row.dataset && line.work === workOf(row, library)), row);
    const best = (libraries) => libraries.map((library) => [library, of(library)])
      .filter(([, value]) => value !== undefined).sort(([, a], [, b]) => a - b)[0];
    const words = (found) => (found ? `${found[0]} ${number(found[1], row.unit, short)}` : "–");
    const weft = of("weft");
    return [
      row.work, row.dataset, row.unit, row.egWalker, row.yrs,
      words(best(peers.filter((library) => withHistory.includes(library)))),
      words(best(peers.filter((library) => !withHistory.includes(library)))),
      number(row.must, row.unit, short), row.aim === undefined ? "" : number(row.aim, row.unit, short),
      weft === undefined ? "not measured" : number(weft, row.unit, short), verdict(weft, row, short),
    ];
  });
}

/** A library that holds all it has holds the same after any opening. */
const workOf = ({ from }, library) => (from === "memory-history" && library !== "weft" ? "memory" : from);

function reading(line, row) {
  const value = line && !line.skipped ? row.read(line) : undefined;
  return value === undefined || value === null || Number.isNaN(value) ? undefined : value;
}

function verdict(weft, { must, aim, unit }, short) {
  if (weft === undefined) return "";
  if (aim !== undefined && weft <= aim) return "**yes, and the aim**";
  if (weft <= must * (unit === "times" && must === 1 ? tolerance : 1)) return "yes";
  return must === 0 ? "**no**" : `**no** (×${short(weft / must)})`;
}

function number(value, unit, short) {
  return unit === "bytes" ? Math.round(value).toLocaleString("en-US") : short(value);
}
