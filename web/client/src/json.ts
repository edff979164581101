import type { Json, JsonObject } from "./wire";

/** Equality of JSON values; the order of an object's keys does not matter. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as JsonObject;
  const right = b as JsonObject;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && jsonEqual(left[key], right[key]));
}

/** `object` without the keys whose value is `null`; `undefined` when nothing is left. */
export function withoutNulls(object: JsonObject | undefined): JsonObject | undefined {
  if (object === undefined) return undefined;
  const entries = Object.entries(object).filter(([, value]) => value !== null);
  if (entries.length === 0) return undefined;
  return entries.length === Object.keys(object).length ? object : Object.fromEntries(entries);
}
