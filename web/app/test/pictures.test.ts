import type { BinaryFileData, BinaryFiles } from "@excalidraw/excalidraw/types";
import { FileError, type Item, type Progress, type Session, type SessionEvents } from "@weft/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BoardPictures } from "../src/document/images/BoardPictures";
import { pictureOf, sizeWords, typeOf } from "../src/document/images/picture";

const hash = "ab".repeat(32);

const image = (properties: Item["properties"]): Item => ({ id: "a", kind: "image", properties });

describe("a picture", () => {
  it("is what an element says of its file, whoever wrote the element", () => {
    expect(pictureOf(image({ fileId: hash, status: "saved", customData: { picture: { bytes: 7, name: "a.png" } } }))).toEqual({ hash, bytes: 7, name: "a.png", isStored: true });
    expect(pictureOf(image({ fileId: hash, customData: ["picture"] }))).toEqual({ hash, bytes: 0, name: undefined, isStored: false });
    expect(pictureOf(image({ fileId: hash, customData: { picture: { bytes: -1, name: 7 } } }))).toMatchObject({ bytes: 0, name: undefined });
    expect(pictureOf(image({ fileId: "../x" }))).toBeNull();
    expect(pictureOf({ ...image({ fileId: hash }), kind: "text" })).toBeNull();
  });

  it("has the type that its first bytes say", () => {
    const of = (text: string) => typeOf(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    expect(of("\x89PNG\r\n\x1a\n….")).toBe("image/png");
    expect(of("\xff\xd8\xff\xe0")).toBe("image/jpeg");
    expect(of("GIF89a")).toBe("image/gif");
    expect(of("RIFF....WEBPVP8 ")).toBe("image/webp");
    expect(of("\xef\xbb\xbf <?xml version='1.0'?><svg/>")).toBe("image/svg+xml");
    for (const other of ["", "text", "RIFF....WAVE", "BM", "<html>"]) expect(of(other)).toBeNull();
  });

  it("has a size in words", () => {
    expect([1, 999_400, 1_000_000, 12_345_678].map(sizeWords)).toEqual(["1 kB", "999 kB", "1 MB", "12.3 MB"]);
  });
});

describe("pictures of a board", () => {
  let shown: BinaryFiles;
  let items: Map<string, Item>;
  let runs: { readonly hash: string; finish: (blob: Blob) => void; fail: (error: unknown) => void; progress: (progress: Progress) => void; readonly signal: AbortSignal }[];
  let hear: { [K in keyof SessionEvents]?: (event: SessionEvents[K]) => void };

  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  const open = async () => {
    const session = {
      document: "d",
      canEdit: true,
      ready: Promise.resolve(),
      items: () => items,
      on: <K extends keyof SessionEvents>(event: K, handler: (event: SessionEvents[K]) => void) => {
        Object.assign(hear, { [event]: handler });
        return () => undefined;
      },
    } as unknown as Session;
    const api = { getFiles: () => shown, addFiles: (files: BinaryFileData[]) => files.forEach((file) => (shown[file.id] = file)) };
    const download = (hash: string) => ({
      progress: { received: 300, size: 1_000 },
      run: (signal: AbortSignal, progress: (progress: Progress) => void) =>
        new Promise<Blob>((finish, fail) => {
          signal.addEventListener("abort", () => fail(signal.reason));
          runs.push({ hash, finish, fail, progress, signal });
        }),
    });
    const pictures = new BoardPictures(session, api, () => undefined, { download, upload: vi.fn() } as never, { list: async () => [], keep: async () => true, forget: async () => undefined } as never);
    await settle();
    return pictures;
  };
  const state = (pictures: BoardPictures) => pictures.snapshot().get(hash);

  beforeEach(() => {
    shown = {};
    items = new Map([["a", image({ fileId: hash, customData: { picture: { bytes: 1_000 } } })]]);
    runs = [];
    hear = {};
  });

  it("L-49 are fetched, tell how far they are, and are shown", async () => {
    const pictures = await open();
    runs[0]!.progress({ received: 500, size: 1_000 });
    expect(state(pictures)).toEqual({ kind: "loading", received: 500, size: 1_000 });
    runs[0]!.finish(new Blob(["x"], { type: "image/png" }));
    await settle();
    expect(state(pictures)).toBeUndefined();
    expect(shown[hash]).toMatchObject({ id: hash, mimeType: "image/png", dataURL: "data:image/png;base64,eA==" });
  });

  it("L-49 are stopped, stay so, and go on when they are asked for", async () => {
    const pictures = await open();
    pictures.stop(hash);
    await settle();
    expect(runs[0]!.signal.aborted).toBe(true);
    hear.view?.({ origin: "remote", ops: [] });
    await settle();
    expect(state(pictures)).toEqual({ kind: "stopped", received: 300, size: 1_000 });
    pictures.resume(hash);
    await settle();
    expect(runs).toHaveLength(2);
  });

  it("are asked about first when they are large, also when only the server says so", async () => {
    items.set("a", image({ fileId: hash, customData: { picture: { bytes: 6_000_000 } } }));
    const pictures = await open();
    expect(runs).toHaveLength(0);
    expect(state(pictures)).toEqual({ kind: "asking", size: 6_000_000 });
    pictures.dispose();

    items.set("a", image({ fileId: hash }));
    const others = await open();
    runs[0]!.progress({ received: 0, size: 7_000_000 });
    await settle();
    expect(state(others)).toEqual({ kind: "asking", size: 7_000_000 });
    others.resume(hash);
    await settle();
    runs[1]!.progress({ received: 1, size: 7_000_000 });
    expect(state(others)).toMatchObject({ kind: "loading" });
  });

  it("are waited for while their author sends them, and fetched when they are there", async () => {
    const pictures = await open();
    runs[0]!.fail(new FileError("unknown_file", "The document has no picture with this hash.", 404));
    await settle();
    expect(state(pictures)).toEqual({ kind: "waiting" });
    expect(runs).toHaveLength(1);
    items.set("a", image({ fileId: hash, status: "saved" }));
    hear.view?.({ origin: "remote", ops: [] });
    await settle();
    expect(runs).toHaveLength(2);
  });

  it("say in words why they do not come, and are tried again with the next connection", async () => {
    const pictures = await open();
    runs[0]!.fail(new FileError("unreachable", "The connection to the server broke off."));
    await settle();
    expect(state(pictures)).toEqual({ kind: "failed", message: "The connection to the server broke off." });
    hear.status?.({ state: "connected", attempt: 0 });
    await settle();
    expect(runs).toHaveLength(2);
  });

  it("are fetched three at a time, and those that are gone not at all", async () => {
    items = new Map(Array.from({ length: 5 }, (_, index) => [`${index}`, image({ fileId: `${index}`.repeat(64) })]));
    const pictures = await open();
    expect(runs.map(({ hash }) => hash[0])).toEqual(["0", "1", "2"]);
    items.delete("0");
    hear.view?.({ origin: "remote", ops: [] });
    await settle();
    expect(runs[0]!.signal.aborted).toBe(true);
    expect(pictures.snapshot().has("0".repeat(64))).toBe(false);
    await settle();
    expect(runs.map(({ hash }) => hash[0])).toEqual(["0", "1", "2", "3"]);
  });
});
