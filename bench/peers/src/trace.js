import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/**
 * @typedef {import("./library.js").Patch} Patch
 * @typedef {object} Trace
 * @property {boolean} isConcurrent
 * @property {string} endContent
 * @property {{ patches: Patch[], parents?: number[], agent?: number }[]} txns
 */

/** @returns {Trace} */
export function readTrace(path) {
  const bytes = readFileSync(path);
  const trace = JSON.parse(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  if (/[\ud800-\udfff]/.test(trace.endContent)) {
    throw new Error(`${path} has characters of two units: its positions would have to be translated for most libraries.`);
  }
  return { ...trace, isConcurrent: trace.kind === "concurrent" };
}
