import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { growth, matrix, readingDatasets, readings as graphReadings, titles } from "./matrix.js";
import { targets } from "./targets.js";

/** Fewer warm runs than this are marked. */
const enough = 5;

/** The report as Markdown, columns aligned so that it can be read as it is. */
export function report(lines, { date, note }) {
  const libraries = [...new Set(lines.map(({ library }) => library))].sort((a, b) => (b === "weft") - (a === "weft"));
  const notes = new Notes();
  const tables = Object.keys(titles).map((work) => tableOf(work, lines, libraries, notes)).filter(Boolean);
  return [
    "# The engine beside its peers",
    "",
    `Made by \`bench/run\`${date ? ` on ${date}` : ""}: every work of every library in a process of its own, one at a time.`,
    ...(note ? ["", note] : []),
    "",
    ...machine(),
    ...versions(lines, libraries),
    "",
    ...targetTable(lines, libraries),
    "CPU time is the whole process's. Node runs with `--single-threaded`; Weft without concurrent collection. The warm figure is the median of at",
    "least 5 runs (Weft: 7) where not marked, after the first, cold one and once the process has used 1.5 s, so that compilers are done; quicker work is repeated within one measurement. Garbage is collected between runs. Every",
    "work's text is compared with the recorded one at its end.",
    "",
    "Libraries without history (yjs, ywasm, json-joy) drop what was deleted: their merge and their files hold less.",
    "",
    ...tables.flatMap((table) => [table, ""]),
    ...graphTable(lines),
    ...growthTables(lines),
    ...allocations(lines),
    "## Notes",
    "",
    ...notes.all.map((note, index) => `${index + 1}. ${note}`),
    "",
  ].join("\n");
}

/** What the engine is to reach, beside what was measured. */
function targetTable(lines, libraries) {
  const head = ["work", "data", "unit", "Eg-walker native", "yrs native", "best npm peer with history", "without", "must", "aim", "Weft", "met?"];
  const rows = targets(lines, libraries.filter((library) => library !== "weft"), short);
  return [
    "## The targets",
    "",
    "Warm medians of this run. The native libraries' figures are given, not measured here; those marked * are without history.",
    "",
    ...aligned([head, ...rows]),
    "",
  ];
}

function graphTable(lines) {
  const rows = Object.entries(graphReadings).map(([work, title]) => [
    title,
    ...readingDatasets.map((dataset) => {
      const line = lines.find((one) => one.library === "weft" && one.work === work && one.dataset === dataset);
      return line === undefined ? "" : line.skipped ? `– (${line.skipped})` : timing.words(line);
    }),
  ]);
  if (rows.every(([, ...cells]) => cells.every((words) => words === ""))) return [];
  return [
    "## Readings of the graph", "",
    "Weft alone, on a document with its history at hand. CPU ms: warm median (the first time in a process).", "",
    ...aligned([["", ...readingDatasets], ...rows]), "",
  ];
}

function growthTables(lines) {
  const tables = Object.entries(growth).flatMap(([work, { title, words, base }]) => {
    const line = lines.find((one) => one.work === work);
    if (line?.skipped) return [`### ${title}`, "", `Not measured: ${line.skipped}.`, ""];
    if (!line) return [];
    const rows = [...new Set(line.figures.map(({ row }) => row))];
    const columns = [...new Set(line.figures.map(({ column }) => column))];
    const value = (row, column) => line.figures.find((one) => one.row === row && one.column === column)?.value;
    const cells = rows.map((row) => [row, ...columns.map((column) =>
      compared(value(row, column), base === "row" ? value(rows[0], column) : value(row, columns[0])))]);
    return [`### ${title}`, "", words, "", ...aligned([["", ...columns], ...cells]), ""];
  });
  return tables.length > 0 ? ["## Growth", "", "Weft alone, on made histories.", "", ...tables] : [];
}

const compared = (value, base) =>
  value === undefined ? "" : value === 0 ? "0" : short(value) + (base > 0 && base !== value ? ` ×${short(value / base)}` : "");

class Notes {
  all = [];
  mark(note) {
    if (!this.all.includes(note)) this.all.push(note);
    return `[${this.all.indexOf(note) + 1}]`;
  }
}

function machine() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const system = /PRETTY_NAME="(.*)"/.exec(release)?.[1] ?? process.platform;
  const processors = cpus();
  return [
    `- Machine: ${processors.length} cores, ${processors[0]?.model.trim()} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${system}`,
  ];
}

function versions(lines, libraries) {
  const of = (library) => lines.find((line) => line.library === library && line.version)?.version;
  return [
    `- Runtimes: Node ${process.versions.node}; .NET ${of("weft") ?? "?"}`,
    `- Libraries: weft (this tree), ${libraries.filter((library) => library !== "weft").map((library) => `${library} ${of(library) ?? "?"}`).join(", ")}`,
  ];
}

const held = { value: (line) => line.held?.heap, words: (line) => `${megabytes(line.held.heap)} (${megabytes(line.held.rss)})` };

/** What a cell shows, as a number to compare with Weft's and as words. */
const readings = {
  bytes: { from: "prepare", value: (line) => line.bytes, words: (line) => `${line.bytes}` },
  updateBytes: { from: "prepare", value: (line) => line.updateBytes, words: (line) => `${line.updateBytes}` },
  memory: held,
  "memory-history": held,
  peak: { value: (line) => line.peak, words: (line) => megabytes(line.peak) },
};
const timing = {
  value: (line) => line.warm ?? line.cold,
  words: (line) => (line.warm === undefined ? `(${short(line.cold)})` : `${short(line.warm)} (${short(line.cold)})`),
};

function tableOf(work, lines, libraries, notes) {
  const reading = readings[work] ?? timing;
  const from = reading.from ?? work;
  const workOf = (library) => (from === "memory-history" && library !== "weft" ? "memory" : from);
  const find = (library, dataset) => lines.find((line) => line.library === library && line.work === workOf(library) && line.dataset === dataset);
  const hasAny = (dataset) => libraries.some((library) => hasValue(find(library, dataset), reading)) && (from !== "memory-history" || find("weft", dataset));
  const rows = matrix.map(({ dataset }) => dataset)
    .filter((dataset) => hasAny(dataset))
    .map((dataset) => {
      const weft = find("weft", dataset);
      return [dataset, ...libraries.map((library) => cell(find(library, dataset), weft, reading, notes))];
    });
  if (rows.length === 0) return undefined;
  const [title, words] = titles[work];
  return [`## ${title}`, "", words, "", ...aligned([["", ...libraries], ...rows])].join("\n");
}

const hasValue = (line, reading) => line !== undefined && reading.value(line) !== undefined && reading.value(line) !== null;

function cell(line, weft, reading, notes) {
  if (line === undefined) return "";
  if (line.skipped) return "– " + notes.mark(`${line.library}: ${line.skipped}.`);
  if (!hasValue(line, reading)) return "";
  const ratio = line.library !== "weft" && hasValue(weft, reading) ? ` ×${short(reading.value(line) / reading.value(weft))}` : "";
  const marks = [];
  if (reading === timing && (line.runs ?? 0) < enough) marks.push(notes.mark("Too slow for five warm runs: the cold run, and as many as there was time for."));
  if (line.text === "own order") {
    marks.push(notes.mark("Ends with another text than the recording: this library orders what was written at once at one place in its own way."));
  }
  if (line.text === "wrong") marks.push(notes.mark("Ends with a wrong text."));
  return [reading.words(line) + ratio, ...marks].join(" ");
}

function allocations(lines) {
  const rows = lines.filter((line) => line.allocated !== undefined && line.work in titles)
    .map((line) => [line.dataset, line.work, short(line.allocated / 1e6)]);
  if (rows.length === 0) return [];
  return ["## Allocated by Weft in one warm run", "", "MB.", "", ...aligned([["dataset", "work", "MB"], ...rows]), ""];
}

function aligned(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : "-".repeat(width + 1) + ":")).join("|")}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)];
}

const megabytes = (bytes) => short(bytes / 1e6);

/** Three digits are what a measurement is worth. */
function short(number) {
  const size = Math.abs(number);
  return number.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
