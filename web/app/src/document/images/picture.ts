import type { Item, Json } from "@weft/client";

/** What a picture on a board says of the file that it shows: never what is in it. */
export interface Picture {
  /** The file's hash. */
  readonly hash: string;
  /** Bytes; 0 when nothing is said. */
  readonly bytes: number;
  readonly name: string | undefined;
  /** Whether its author's upload is done, as far as is said. */
  readonly isStored: boolean;
}

/** What a new picture says of its file to the others. */
export interface FileFacts {
  readonly type: string;
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly name?: string;
}

const HASH = /^[0-9a-f]{64}$/;

export const isHash = (id: unknown): id is string => typeof id === "string" && HASH.test(id);

/** Kept where the drawing editor leaves it alone, also in copies. */
export const propertiesOf = (facts: FileFacts) => ({ customData: { picture: { ...facts } } });

/** The picture that an element is; null for every other element, and for one of a program that names files its own way. */
export function pictureOf({ kind, properties }: Item): Picture | null {
  const hash = properties["fileId"];
  if (kind !== "image" || !isHash(hash)) return null;
  const facts = fieldOf(fieldOf(properties["customData"], "picture"), "bytes");
  const name = fieldOf(fieldOf(properties["customData"], "picture"), "name");
  return {
    hash,
    bytes: typeof facts === "number" && facts > 0 ? facts : 0,
    name: typeof name === "string" && name !== "" ? name : undefined,
    isStored: properties["status"] === "saved",
  };
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json })[name] : undefined;
}

const signatures: readonly (readonly [type: string, at: number, text: string])[] = [
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
];

/** The media type of a picture that the server takes, by its first bytes; null for everything else. */
export function typeOf(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 256));
  const found = signatures.find(([, at, text]) => start.startsWith(text, at));
  if (found !== undefined) return found[0];
  return /^(\xef\xbb\xbf)?\s*<(\?xml|svg|!--|!DOCTYPE svg)/.test(start) ? "image/svg+xml" : null;
}

/** A length as people say it. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`;
  return `${(bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
