// Runs every work of every library in a process of its own, one at a time, and writes the report. Started by bench/run.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { growth, matrix, quickDatasets, readings, readingDatasets, slowPeers } from "./matrix.js";
import { report } from "./report.js";

const root = join(import.meta.dirname, "..", "..");
const scratch = join(root, "artifacts", "bench");
const program = join(root, "artifacts", "bin", "Weft.Benchmarks", "release", "Weft.Benchmarks.dll");
const peers = Object.keys(JSON.parse(readFileSync(join(root, "bench/peers/package.json"), "utf8")).dependencies)
  .filter((name) => name !== "lib0");

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    datasets: { type: "string" },
    peers: { type: "string" },
    quick: { type: "boolean" },
    keep: { type: "boolean" },
    prepare: { type: "boolean" },
    date: { type: "string" },
    note: { type: "string" },
    help: { type: "boolean" },
  },
});
if (options.help) {
  console.log(`bench/run [--quick] [--only work,...] [--datasets name,...] [--peers name,...] [--prepare] [--keep] [--date YYYY-MM-DD] [--note text]
  --quick     two datasets, few runs: under five minutes
  --only      these works: replay apply live merge open load save memory memory-history peak; readings (of the graph) growth
  --datasets  these datasets: ${matrix.map(({ dataset }) => dataset).join(" ")}
  --peers     Weft and these libraries: ${peers.join(" ")}; "none" for Weft alone
  --prepare   makes only what the peers begin with, which is kept, and measures nothing
  --keep      what is not measured now stays as the last run measured it; without it a part is printed and not written
  --date      the date that the report is to bear
  --note      what its reader should know of this run

It ends after 30 minutes (5 with --quick), or as many as MINUTES says; the slowest libraries come last. RUNS is how many warm
runs there are at least, BUDGET the CPU milliseconds after which none is begun.`);
  process.exit(0);
}

const minutes = 60_000;
const deadline = Date.now() + Number(process.env.MINUTES ?? (options.quick ? 5 : 30)) * minutes;
/** A process may take so many seconds of CPU time; a work that takes longer is skipped. What is prepared is kept, and may take more. */
const patience = options.quick ? { work: 30, prepare: 30 } : { work: 75, prepare: 150 };
const environment = { ...process.env, ...(options.quick && { RUNS: "3", BUDGET: "3000" }) };

const outOfTime = "the run had used up its time";
const store = join(scratch, "lines.json");
const lines = options.keep && existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : {};
const chosen = {
  works: options.only?.split(","),
  datasets: options.datasets?.split(",") ?? (options.quick ? quickDatasets : undefined),
  libraries: ["weft", ...(options.peers === "none" ? [] : (options.peers?.split(",") ?? peers))],
};
/** The datasets that Weft has made ready in this run. */
const prepared = new Set();
const isPart = Boolean(options.only || options.datasets || options.peers || options.quick);

measureAll(chosen.libraries.filter((library) => !slowPeers.includes(library)));
if (!options.prepare) measureAlone();
measureAll(chosen.libraries.filter((library) => slowPeers.includes(library)));
if (options.prepare) process.exit(0);

const text = report(Object.values(lines), { date: options.date, note: options.note });
console.log("\n" + text);
if (isPart && !options.keep) {
  console.log("A part was measured: bench/results/engine.md is left as it is.");
} else {
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(join(root, "bench/results/engine.md"), text);
  console.log("Written to bench/results/engine.md.");
}

function measureAll(libraries) {
  // The made histories are the longest: the slowest libraries have them last.
  const isSlow = libraries.every((library) => slowPeers.includes(library));
  const rows = isSlow ? [...matrix].sort((a, b) => (a.kind === "made") - (b.kind === "made")) : matrix;
  for (const { dataset, kind, works } of rows) {
    if (chosen.datasets && !chosen.datasets.includes(dataset)) continue;
    const wanted = works.filter((work) => !chosen.works || chosen.works.includes(work));
    if (wanted.length === 0) continue;
    for (const library of libraries) measure(library, dataset, fileOf(dataset, kind), wanted);
    keepLines();
  }
}

/** What no peer does, or not so that it could be compared. */
function measureAlone() {
  if (!chosen.works || chosen.works.includes("readings")) {
    for (const { dataset, kind } of matrix.filter(({ dataset }) => readingDatasets.includes(dataset))) {
      if (chosen.datasets && !chosen.datasets.includes(dataset)) continue;
      measure("weft", dataset, fileOf(dataset, kind), Object.keys(readings));
    }
  }
  if (!chosen.datasets && !options.quick && (!chosen.works || chosen.works.includes("growth"))) {
    for (const work of Object.keys(growth)) keep("weft", work, "made", run("weft", work, "none", scratch));
  }
  keepLines();
}

/** A part that is not to be kept leaves what the last whole run measured as it is. */
function keepLines() {
  if (isPart && !options.keep) return;
  mkdirSync(scratch, { recursive: true });
  writeFileSync(store, JSON.stringify(lines, null, 1));
}

function measure(library, dataset, file, works) {
  if (options.prepare && library === "weft") return;
  const folder = join(scratch, "prepared", library.replace("/", "-"), dataset);
  const isReady = works.every((work) => work === "replay") || prepare(library, dataset, file, folder, works);
  if (options.prepare) return;
  for (const work of works) {
    // A library that holds all it has holds the same after any opening.
    if (work === "memory-history" && library !== "weft") continue;
    const line = isReady || work === "replay" ? run(library, work, file, folder) : { skipped: lines[`${library} prepare ${dataset}`].skipped };
    keep(library, work, dataset, line);
  }
}

/** What a peer prepared, or that it took too long, is used again as long as peer, dataset and adapter are the same; Weft's is always made anew. */
function prepare(library, dataset, file, folder, works) {
  if (library === "weft" && prepared.has(dataset)) return true;
  const needsUpdates = works.includes("apply") || works.includes("live");
  const kept = join(folder, "line.json");
  if (library !== "weft" && existsSync(kept)) {
    const line = JSON.parse(readFileSync(kept, "utf8"));
    if (line.key === keyOf(library) && (line.hasUpdates || !needsUpdates)) {
      keep(library, "prepare", dataset, line);
      return !line.skipped;
    }
  }
  const line = run(library, needsUpdates ? "prepare" : "prepare-whole", file, folder);
  keep(library, "prepare", dataset, line);
  if (line.skipped === outOfTime || (library === "weft" && line.skipped)) return false;
  if (library === "weft") prepared.add(dataset);
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, JSON.stringify({ ...line, key: keyOf(library), hasUpdates: needsUpdates }));
  return !line.skipped;
}

function keyOf(library) {
  const hash = createHash("sha256").update(library);
  const sources = join(root, "bench/peers/src");
  for (const name of readdirSync(join(sources, "libraries"))) hash.update(readFileSync(join(sources, "libraries", name)));
  for (const file of [join(sources, "prepare.js"), join(root, "bench/peers/package-lock.json")]) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/** Keeps a line, unless it says only that there was no time and there is an older one. */
function keep(library, work, dataset, line) {
  const { key, hasUpdates, ...rest } = line;
  if (line.skipped === outOfTime && lines[`${library} ${work} ${dataset}`]) return;
  lines[`${library} ${work} ${dataset}`] = { ...rest, library, work, dataset };
  const said = rest.skipped ?? [rest.warm && `${rest.warm.toFixed(2)} ms`, rest.cold && `cold ${rest.cold.toFixed(1)}`,
    rest.bytes && `${rest.bytes} bytes`, rest.held && `${rest.held.heap} held`, rest.peak && `${rest.peak} peak`,
    rest.figures && `${rest.figures.length} figures`, rest.text]
    .filter(Boolean).join(", ");
  console.log(`${dataset.padEnd(20)} ${work.padEnd(8)} ${library.padEnd(22)} ${said}`);
}

/** One process; what it says or why it said nothing. */
function run(library, work, file, folder) {
  const left = deadline - Date.now();
  if (left <= 0) return { skipped: outOfTime };
  const seconds = work.startsWith("prepare") ? patience.prepare : patience.work;
  const [command, ...rest] = library === "weft"
    ? ["dotnet", program, "run", work]
    : ["node", "--single-threaded", "--expose-gc", "--max-old-space-size=8192", join(root, "bench/peers/run.js"), library, work];
  const limited = ["-c", `ulimit -t ${seconds}; exec "$@"`, "bash", command, ...rest, file, folder];
  const { stdout, stderr, error, status, signal } = spawnSync("bash", limited, {
    env: environment, encoding: "utf8", timeout: left, maxBuffer: 1 << 26, killSignal: "SIGKILL",
  });
  if (error?.code === "ETIMEDOUT") return { skipped: outOfTime };
  if (signal === "SIGKILL" || signal === "SIGXCPU" || status === 137 || status === 152) {
    return { skipped: `${work.startsWith("prepare") ? "making its history" : "it"} took more than ${seconds} s` };
  }
  const last = stdout?.trim().split("\n").at(-1);
  if (status === 0 && last?.startsWith("{")) return JSON.parse(last);
  const why = stderr?.split("\n").find((one) => /error|exception/i.test(one))?.trim() ?? `exit ${status}`;
  return { skipped: `failed: ${why.slice(0, 120)}` };
}

function fileOf(dataset, kind) {
  return kind === "made"
    ? join(scratch, "data", dataset + ".json.gz")
    : join(process.env.WEFT_TRACES, kind, dataset + ".json.gz");
}
