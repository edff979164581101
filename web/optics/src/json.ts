/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The properties of an item, or the fields of an interface. */
export interface Properties {
  readonly [name: string]: Json;
}

/** Numbers that JSON has no word for stand in documents as these strings. */
const WORDS: { readonly [word: string]: number } = { Infinity, "-Infinity": -Infinity };

/** A number, or `fallback` for anything else. May be infinite. */
export function numberOf(value: Json | undefined, fallback: number): number {
  if (typeof value === "number") return value;
  return typeof value === "string" ? (WORDS[value] ?? fallback) : fallback;
}

/** A finite number, or `fallback` for anything else. */
export function finiteOf(value: Json | undefined, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

export function isRecord(value: Json | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list's entries that are objects. */
export function recordsOf(value: Json | undefined): readonly Properties[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isRecord) : [];
}
