import { afterEach, describe, expect, test, vi } from "vitest";
import { mayAsk, troubleOf } from "../src/collaboration/findings";
import { hostCommand, hostingOf } from "../src/collaboration/hosting";
import { isOwn } from "../src/collaboration/isOwn";
import { probe } from "../src/collaboration/probe";
import { pageOf, readAddress, type Target } from "../src/collaboration/serverAddress";
import { settingsOf } from "../src/collaboration/settings";
import { routeOf } from "../src/router";

const target = (written: string) => readAddress(written) as Target;

describe("the address of a server", () => {
  test.each([
    ["ws://192.168.1.100:8765", "http://192.168.1.100:8765"],
    ["wss://weft.example", "https://weft.example"],
    ["http://192.168.1.100:8765/", "http://192.168.1.100:8765"],
    ["https://weft.example/", "https://weft.example"],
    ["192.168.1.100", "http://192.168.1.100:8765"],
    ["lab.local:9000", "http://lab.local:9000"],
    ["lab.local:80", "http://lab.local"],
    ["  LAB  ", "http://lab:8765"],
    ["http://lab.local", "http://lab.local"],
    ["[fd00::5]:8765", "http://[fd00::5]:8765"],
  ])("O-12 O-42 %j is understood, whatever its scheme", (written, origin) => {
    expect(target(written).origin).toBe(origin);
  });

  test.each(["", "ftp://lab", "javascript://alert(1)", "lab server", "ws://", "http://lab:99999", "ws://ana:secret@lab:8765"])("O-42 %j is refused in words", (written) => {
    expect(readAddress(written)).toMatch(/\.$/);
    expect(readAddress(written)).not.toContain("secret");
  });

  test("O-12 O-13 leads to the page of the session, with the name behind #", () => {
    expect(pageOf(target("ws://lab:8765"), "Öptik 2", "Ana María")).toBe("http://lab:8765/s/%C3%96ptik%202#name=Ana%20Mar%C3%ADa");
    expect(pageOf(target("http://lab:8765/d/plan#link=abc"), "default", "Ana")).toBe("http://lab:8765/d/plan#link=abc");
    expect(pageOf(target("ws://weft:t0k@lab:8765"), "default", "Ana")).toBe("http://lab:8765/s/default#token=t0k");
    expect(routeOf("/s/%C3%96ptik%202")).toEqual({ page: "session", name: "Öptik 2" });
    expect(routeOf("/s/%")).toEqual({ page: "unknown" });
  });

  test("of the page's own server is known by each of its addresses", () => {
    const page = { origin: "http://localhost:8765", hostname: "localhost", port: "8765", protocol: "http:" };
    const addresses = ["http://192.168.1.5:8765"];
    expect(["ws://localhost:8765", "127.0.0.1", "ws://192.168.1.5:8765"].map((written) => isOwn(target(written), page, addresses))).toEqual([true, true, true]);
    expect(["ws://localhost:9000", "192.168.1.6", "wss://localhost:8765"].map((written) => isOwn(target(written), page, addresses))).toEqual([false, false, false]);
  });
});

describe("what is at an address", () => {
  afterEach(() => void vi.unstubAllGlobals());

  class Closing {
    static reason = "";
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    constructor() {
      queueMicrotask(() => this.onclose?.({ code: Closing.reason === "" ? 1006 : 1008, reason: Closing.reason }));
    }
    close(): void {}
  }

  /** A network in which servers can be asked (`cors`), only be heard, or not at all. */
  const network = (answers: { readonly cors?: () => Promise<unknown>; readonly heard?: boolean }, reason = "") => {
    Closing.reason = reason;
    vi.stubGlobal("WebSocket", Closing);
    vi.stubGlobal("fetch", (_: string, { mode, signal }: RequestInit) => {
      if (mode === "no-cors") return answers.heard === true ? Promise.resolve({}) : Promise.reject(new TypeError("Failed to fetch"));
      if (answers.cors === undefined) return Promise.reject(new TypeError("Failed to fetch"));
      return Promise.race([answers.cors().then((body) => ({ json: async () => body })), new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason as Error)))]);
    });
  };
  const weft = { name: "Weft", version: "0.1", access: "open", kinds: [] };

  test("O-42 a Weft server, Optiverse's own, another program, a closed port and silence are told apart", async () => {
    network({ cors: async () => weft });
    expect(await probe("http://lab:8765")).toEqual({ kind: "weft", version: "0.1", access: "open" });
    network({ heard: true }, "Invalid path");
    expect(await probe("http://lab:8765")).toEqual({ kind: "optiverse" });
    network({ heard: true });
    expect(await probe("http://lab:8765")).toEqual({ kind: "other" });
    network({ cors: async () => ({ name: "Something", version: 1 }) });
    expect(await probe("http://lab:8765")).toEqual({ kind: "other" });
    network({});
    expect(await probe("http://lab:8765")).toEqual({ kind: "closed" });
    network({ cors: () => new Promise(() => undefined) });
    expect(await probe("http://lab:8765", 1)).toEqual({ kind: "silent" });
  });

  test("O-42 each is said in words of its own, with what to do", () => {
    const found = (["optiverse", "other", "closed", "silent"] as const).map((kind) => troubleOf({ kind }, target("192.168.1.5"))!);
    expect(new Set(found.map(({ title }) => title)).size).toBe(4);
    for (const { title, text } of found) {
      expect(title).toMatch(/192\.168\.1\.5:8765.*\.$/);
      expect(text).toMatch(/\.$/);
    }
    expect(troubleOf({ kind: "closed" }, target("192.168.1.5"))!.text).toContain("port 8765");
    expect(troubleOf({ kind: "closed" }, target("lab.local"))!.text).toContain("no computer of that name");
    expect(troubleOf({ kind: "weft", version: "1", access: "token" }, target("lab"))).toBeNull();
  });

  test("a page that came encrypted asks only servers that are", () => {
    expect([mayAsk("https:", target("ws://lab")), mayAsk("https:", target("wss://lab")), mayAsk("http:", target("ws://lab"))]).toEqual([false, true, true]);
  });
});

describe("hosting", () => {
  const page = { hostname: "localhost", host: "localhost:8765", port: "8765", protocol: "http:" };
  const usual = settingsOf(null);

  test("O-07 O-08 O-09 begins with the network, port 8765, the session default and auto-connect", () => {
    expect(usual).toMatchObject({ isForNetwork: true, port: 8765, hosted: "default", session: "default", autoConnect: true });
  });

  test("O-07 O-08 says whether the page's server listens as wanted", () => {
    expect(hostingOf(usual, page, ["http://192.168.1.5:8765"]).fits).toBe(true);
    expect(hostingOf(usual, page, []).fits).toBe(false);
    expect(hostingOf({ ...usual, isForNetwork: false }, page, []).fits).toBe(true);
    expect(hostingOf({ ...usual, port: 9000 }, page, ["http://192.168.1.5:8765"]).fits).toBe(false);
    expect(hostingOf(usual, page, []).now).toContain("this machine only, at port 8765");
  });

  test("O-36 O-37 gives the command that hosts as wanted, ready for a shell", () => {
    expect(hostCommand(usual, "default", "Ada")).toBe("weft host --name Ada");
    expect(hostCommand({ ...usual, isForNetwork: false, port: 9000, autoConnect: false }, "Lab 'B'", "Ana María")).toBe(
      "weft host --session 'Lab '\\''B'\\''' --name 'Ana María' --host localhost --port 9000 --auto-connect false",
    );
  });

  test("remembers what was chosen, and takes nothing wrong from where it is kept", () => {
    const chosen = { ...usual, tab: "host", port: 9000, server: "ws://lab:8765", autoConnect: false } as const;
    expect(settingsOf(JSON.stringify(chosen))).toEqual(chosen);
    expect(settingsOf('{"port":99999,"session":"  ","tab":7}')).toEqual(usual);
    expect(settingsOf("broken")).toEqual(usual);
  });
});
