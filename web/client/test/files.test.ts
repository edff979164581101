import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { FileError, Files } from "../src";
import { sha256, sha256Here } from "../src/sha256";

const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256);
const hash = createHash("sha256").update(bytes).digest("hex");

/** A server of one picture, whose answers break off after `most` bytes. */
function server({ most = Infinity, ranges = true, content = bytes }: { most?: number; ranges?: boolean; content?: Uint8Array<ArrayBuffer> } = {}) {
  const asked: string[] = [];
  const answer = async (_: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get("Range");
    asked.push(range ?? "all");
    const from = range === null || !ranges ? 0 : Number.parseInt(range.slice("bytes=".length), 10);
    const rest = content.slice(from);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < Math.min(rest.length, most); at += 100) controller.enqueue(rest.slice(at, Math.min(at + 100, most)));
        if (rest.length <= most) controller.close();
      },
      pull(controller) {
        controller.error(new TypeError("network error"));
      },
    });
    return new Response(body, { status: from > 0 ? 206 : 200, headers: { "Content-Type": "image/png", "Content-Length": `${rest.length}` } });
  };
  return { asked, fetch: vi.fn(answer) as unknown as typeof fetch };
}

const problem = (status: number, code: string, detail: string) => new Response(JSON.stringify({ code, detail, title: "x", status }), { status });

describe("SHA-256", () => {
  it("is the same with the browser's help and without, at every length around a block", async () => {
    for (const length of [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1_000]) {
      const part = bytes.slice(0, length);
      const expected = createHash("sha256").update(part).digest("hex");
      expect(sha256Here(part)).toBe(expected);
      expect(await sha256(part)).toBe(expected);
    }
  });
});

describe("a download", () => {
  it("tells how much has come, and gives the picture with its type", async () => {
    const seen: number[] = [];
    const picture = await new Files({ url: "/files", fetch: server().fetch }).download(hash).run(new AbortController().signal, ({ received, size }) => {
      expect(size).toBe(1_000);
      seen.push(received);
    });
    expect(seen).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(picture.type).toBe("image/png");
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(bytes);
  });

  it("L-49 goes on where it broke off, by a range", async () => {
    const { asked, fetch } = server({ most: 400 });
    const download = new Files({ url: "/files", fetch }).download(hash);
    const run = () => download.run(new AbortController().signal);
    await expect(run()).rejects.toMatchObject({ code: "unreachable", isPassing: true });
    expect(download.progress).toEqual({ received: 400, size: 1_000 });
    await expect(run()).rejects.toBeInstanceOf(FileError);
    expect(new Uint8Array(await (await run()).arrayBuffer())).toEqual(bytes);
    expect(asked).toEqual(["all", "bytes=400-", "bytes=800-"]);
  });

  it("L-49 keeps what has come when it is stopped", async () => {
    const stop = new AbortController();
    const download = new Files({ url: "/files", fetch: server({ most: 300 }).fetch }).download(hash);
    await expect(download.run(stop.signal, ({ received }) => received >= 200 && stop.abort())).rejects.toBeDefined();
    expect(download.progress.received).toBe(300);
  });

  it("begins anew where ranges are not known", async () => {
    const broken = server({ most: 400 });
    const whole = server({ ranges: false });
    const fetch = vi.fn().mockImplementationOnce(broken.fetch).mockImplementation(whole.fetch) as unknown as typeof globalThis.fetch;
    const download = new Files({ url: "/files", fetch }).download(hash);
    await expect(download.run(new AbortController().signal)).rejects.toBeInstanceOf(FileError);
    expect((await download.run(new AbortController().signal)).size).toBe(1_000);
  });

  it("does not give what is not what was asked for, and asks for all of it then", async () => {
    const { asked, fetch } = server({ content: bytes.toReversed() });
    const download = new Files({ url: "/files", fetch }).download(hash);
    await expect(download.run(new AbortController().signal)).rejects.toMatchObject({ code: "damaged" });
    await expect(download.run(new AbortController().signal)).rejects.toMatchObject({ code: "damaged" });
    expect(asked).toEqual(["all", "all"]);
  });

  it("fails in the server's words", async () => {
    const fetch = async () => problem(404, "unknown_file", "The document has no picture with this hash.");
    const failure = new Files({ url: "/files", fetch }).download(hash).run(new AbortController().signal);
    await expect(failure).rejects.toMatchObject({ code: "unknown_file", status: 404, isPassing: false, message: "The document has no picture with this hash." });
  });
});

describe("an upload", () => {
  it("L-26 sends nothing that the document has already", async () => {
    const fetch = vi.fn(async () => new Response(null, { status: 200 }));
    await new Files({ url: "/files", fetch }).upload(new Blob([bytes]), hash);
    expect(fetch.mock.calls.map(([path, init]: unknown[]) => [(init as RequestInit).method, path])).toEqual([["HEAD", `/files/${hash}`]]);
  });

  it("sends the name and the caller's headers, and takes a refusal in words", async () => {
    const answers = [new Response(null, { status: 404 }), problem(415, "wrong_picture_type", "This is no picture.")];
    const fetch = vi.fn(async (_path: RequestInfo | URL, _init?: RequestInit) => answers.shift()!);
    const files = new Files({ url: "/files", headers: { Authorization: "Bearer t" }, fetch });
    await expect(files.upload(new Blob([bytes]), hash, { name: "Größe.png" })).rejects.toMatchObject({ code: "wrong_picture_type", message: "This is no picture.", isPassing: false });
    expect(fetch.mock.calls[1]![0]).toBe("/files?name=Gr%C3%B6%C3%9Fe.png");
    expect(new Headers(fetch.mock.calls[1]![1]!.headers).get("Authorization")).toBe("Bearer t");
  });

  it("can be tried again when no answer comes", async () => {
    const files = new Files({ url: "/files", fetch: async () => Promise.reject(new TypeError("Failed to fetch")) });
    await expect(files.upload(new Blob([bytes]), hash)).rejects.toMatchObject({ code: "unreachable", isPassing: true });
  });
});
