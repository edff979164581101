import { readFileSync, writeFileSync } from "node:fs";

const memories = new Set();
const { Instance, instantiate } = WebAssembly;

/** Must come before a library is loaded: from then on the memory of its WebAssembly is known. */
export function watchWebAssembly() {
  WebAssembly.Instance = new Proxy(Instance, { construct: (target, args) => noted(new target(...args)) });
  WebAssembly.instantiate = async (...args) => {
    const result = await instantiate(...args);
    noted(result.instance ?? result);
    return result;
  };
}

function noted(instance) {
  for (const exported of Object.values(instance.exports)) {
    if (exported instanceof WebAssembly.Memory) memories.add(exported);
  }
  return instance;
}

/** CPU time of this process in milliseconds, its helping threads included. */
export function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU milliseconds of one call, and what it gave. */
export function timed(work) {
  const before = cpu();
  const result = work();
  return { milliseconds: cpu() - before, result };
}

const wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

/** Bytes held after collecting garbage: on JavaScript's heap and beside it, of which WebAssembly's; the whole process's. */
export function held() {
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, wasm: wasmBytes(), rss };
}

/** Collects garbage, twice: what ends in the first round may hold something until the second. */
export function collect() {
  globalThis.gc();
  globalThis.gc();
}

/** Forgets the greatest size that the process ever had, where the system lets it. */
export function forgetPeak() {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Then the peak is that of the whole process, which at worst makes a library look heavier than it is.
  }
}

/** The greatest size of the process in bytes. */
export function peak() {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
