// One work of one library on one dataset, in a process of its own; prints one line of JSON.
// node --expose-gc run.js LIBRARY WORK TRACE PREPARED
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "./src/library.js";
import { collect, cpu, forgetPeak, held, median, peak, timed, watchWebAssembly } from "./src/measure.js";
import { prepare, prepared } from "./src/prepare.js";
import { readTrace } from "./src/trace.js";
import { works } from "./src/works.js";

const warmRuns = Number(process.env.RUNS ?? 5);
/** Work that is quicker is done several times in one measurement: the system's clock of CPU time is not finer. */
const shortest = 5;
/**
 * CPU milliseconds after which no warm run is begun; of the process after which a run counts as warm, since code is compiled
 * until then; and of warm runs until which there are more of them than were asked for.
 */
const [budget, settled, enough] = [Number(process.env.BUDGET ?? 10_000), 1_500, 400];

const [name, work, tracePath, folder] = process.argv.slice(2);
watchWebAssembly();
const library = await load(name);
const line = { library: name, version: versionOf(name), work, ...(await measure()) };
console.log(JSON.stringify(line));
// Some libraries keep a finalizer or a worker waiting.
process.exit(0);

async function measure() {
  const trace = () => readTrace(tracePath);
  if (work === "prepare" || work === "prepare-whole") {
    const { text, ...sizes } = prepare(library, trace(), folder, work === "prepare");
    return { ...sizes, history: library.keepsHistory, text: verdict(text, trace().endContent, text) };
  }
  if ((work === "merge" || work === "peak") && library.noMerge) return { skipped: library.noMerge };
  if (work === "prepare-whole" && library.slow) return { skipped: `making the history takes it minutes: ${library.slow}` };
  if ((work === "apply" || work === "live") && library.slow) return { skipped: library.slow };
  return work === "memory" ? memory(trace) : work === "peak" ? peakOf(trace) : time(works[work](library, trace, prepared(folder)), trace);
}

function time(task, trace) {
  collect();
  const first = timed(() => task.run());
  const text = task.text(first.result);
  task.free(first.result);
  first.result = undefined;
  const repeat = Math.max(1, Math.ceil(shortest / Math.max(first.milliseconds, 0.01)));
  const warm = [];
  let spent = first.milliseconds;
  while (cpu() < settled) spent += timeRepeated(task, repeat);
  const before = spent;
  while (warm.length < warmRuns ? spent < budget : spent < before + enough && warm.length < 10 * warmRuns) {
    const milliseconds = timeRepeated(task, repeat);
    warm.push(milliseconds / repeat);
    spent += milliseconds;
  }
  return {
    cold: first.milliseconds,
    warm: warm.length > 0 ? median(warm) : undefined,
    runs: warm.length,
    text: verdict(text, trace().endContent, prepared(folder).text()),
  };
}

function timeRepeated(task, repeat) {
  const results = new Array(repeat);
  collect();
  const { milliseconds } = timed(() => {
    for (let i = 0; i < repeat; i++) results[i] = task.run();
  });
  for (const result of results) task.free(result);
  return milliseconds;
}

function memory(trace) {
  let bytes = prepared(folder).saved();
  const before = held();
  const document = library.open(bytes);
  library.text(document);
  bytes = undefined;
  const after = held();
  const memory = { heap: after.heap - before.heap, wasm: after.wasm - before.wasm, rss: after.rss - before.rss };
  return { held: memory, text: verdict(library.text(document), trace().endContent, prepared(folder).text()) };
}

function peakOf(trace) {
  const bytes = prepared(folder).events();
  const before = held();
  forgetPeak();
  const document = library.merge(bytes);
  const text = library.text(document);
  const most = peak();
  return { peak: most - before.rss, text: verdict(text, trace().endContent, prepared(folder).text()) };
}

/** Libraries order what was written at once in one place each in their own way, but each always in the same. */
function verdict(text, recorded, own) {
  return text === recorded ? "right" : text === own ? "own order" : "wrong";
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(import.meta.dirname, "node_modules", name, "package.json"), "utf8")).version;
}
