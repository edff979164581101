import { existsSync, readFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import { matrix, titles } from "./matrix.js";

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
    "CPU time is the whole process's. Node runs with `--single-threaded`; Weft without concurrent collection. The warm figure is the median of at",
    "least 5 runs (Weft: 7) where not marked, after the first, cold one; quicker work is repeated within one measurement. Garbage is collected between runs. Every",
    "work's text is compared with the recorded one at its end.",
    "",
    "Libraries without history (yjs, ywasm, json-joy) drop what was deleted: their merge and their files hold less.",
    "",
    ...tables.flatMap((table) => [table, ""]),
    ...allocations(lines),
    "## Notes",
    "",
    ...notes.all.map((note, index) => `${index + 1}. ${note}`),
    "",
  ].join("\n");
}

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

/** What a cell shows, as a number to compare with Weft's and as words. */
const readings = {
  bytes: { from: "prepare", value: (line) => line.bytes, words: (line) => `${line.bytes}` },
  updateBytes: { from: "prepare", value: (line) => line.updateBytes, words: (line) => `${line.updateBytes}` },
  memory: { value: (line) => line.held?.heap, words: (line) => `${megabytes(line.held.heap)} (${megabytes(line.held.rss)})` },
  peak: { value: (line) => line.peak, words: (line) => megabytes(line.peak) },
};
const timing = {
  value: (line) => line.warm ?? line.cold,
  words: (line) => (line.warm === undefined ? `(${short(line.cold)})` : `${short(line.warm)} (${short(line.cold)})`),
};

function tableOf(work, lines, libraries, notes) {
  const reading = readings[work] ?? timing;
  const from = reading.from ?? work;
  const find = (library, dataset) => lines.find((line) => line.library === library && line.work === from && line.dataset === dataset);
  const rows = matrix.map(({ dataset }) => dataset)
    .filter((dataset) => libraries.some((library) => hasValue(find(library, dataset), reading)))
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
  const rows = lines.filter((line) => line.allocated !== undefined)
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
