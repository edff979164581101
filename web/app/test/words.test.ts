import { describe, expect, test } from "vitest";
import { obstacleOf } from "../src/document/Obstacle";
import { importsOf, inWords } from "../src/api/kinds";
import { isHidden, linksOf } from "../src/sharing/addresses";
import { statusText, withNews } from "../src/document/StatusLine";
import { newRoleWords } from "../src/document/rights";
import { problemWords, strainAfter } from "../src/document/strain";
import { cleanName } from "../src/me/identity";
import { routeOf } from "../src/router";
import { initials } from "../src/ui/Avatar";
import { relativeTime } from "../src/ui/relativeTime";

describe("the words of the status line", () => {
  test("O-19 are exactly these", () => {
    expect(statusText({ state: "connected", attempt: 0 }, 3)).toBe("Connected (3 users)");
    expect(statusText({ state: "connected", attempt: 0 }, 1)).toBe("Connected (1 users)");
    expect(statusText({ state: "connecting", attempt: 2 }, 0)).toBe("Connecting…");
    expect(statusText(null, 0)).toBe("Connecting…");
    expect(statusText({ state: "disconnected", attempt: 1, retryInMs: 1500, reason: "" }, 2)).toBe("Not connected");
    expect(statusText({ state: "failed", attempt: 10, reason: "" }, 2)).toBe("Not connected");
  });
});

test("ACCESS-6 a role that has changed is told, with who changed it where that is known", () => {
  expect(newRoleWords("viewer", "Ann")).toBe("Ann made you a viewer of this document. You can view this document now, but not change it.");
  expect(newRoleWords("editor")).toBe("You can edit this document now.");
});

describe("a server that cannot do its work for everybody now", () => {
  const waiting = (cause: object) => ({ state: "disconnected", attempt: 2, retryInMs: 1_500, reason: "", ...cause }) as const;
  const unsaving = strainAfter(null, waiting({ code: 4006 }), 1)!;

  test.each([{ code: 4006 }, { code: 4010 }, { error: "too_many_joins" }, { error: "document_busy" }, { error: "server_full" }])(
    "JOIN-12 BEAT-6 %o: it is said what happened, and that it is tried again or kept",
    (cause) => {
      const strain = strainAfter(null, waiting(cause), 0);
      expect(strain?.title).toMatch(/\.$/);
      expect(strain?.text).toMatch(/tries again by itself|kept in this browser/);
    },
  );

  test("is said until a change is saved, also while the next try goes on", () => {
    expect(strainAfter(unsaving, { state: "connecting", attempt: 2 }, 1)).toBe(unsaving);
    expect(strainAfter(unsaving, { state: "connected", attempt: 0 }, 1)).toBe(unsaving);
    expect(strainAfter(unsaving, { state: "connected", attempt: 0 }, 0)).toBeNull();
  });

  test("is not what a lost connection or a final refusal is", () => {
    expect(strainAfter(unsaving, waiting({ code: 1006 }), 1)).toBeNull();
    expect(strainAfter(unsaving, { state: "failed", attempt: 10, reason: "" }, 1)).toBeNull();
    expect(strainAfter(null, { state: "connecting", attempt: 0 }, 0)).toBeNull();
  });

  test("BEAT-5 BEAT-7 what only costs time is said so; anything else in the server's words", () => {
    for (const code of ["address_busy", "slow_down"]) expect(problemWords({ code, message: "as it was told" })).toContain("lost");
    expect(problemWords({ code: "storage", message: "as it was told" })).toBe("as it was told");
  });
});

describe("what stands in the way of a document", () => {
  const usual = { status: { state: "connected", attempt: 0 }, missing: false, ready: true, live: true, strained: false, kindKnown: true } as const;
  const failed = (code?: number) => ({ state: "failed", attempt: 0, reason: "", ...(code === undefined ? {} : { code }) }) as const;
  const refused = (error: string) => ({ state: "failed", attempt: 0, reason: "", error }) as const;

  test.each([
    [usual, null],
    [{ ...usual, status: { state: "disconnected", attempt: 1, reason: "" } as const }, null],
    [{ ...usual, status: failed() }, null],
    [{ ...usual, status: failed(), ready: false }, "unreachable"],
    [{ ...usual, missing: true, ready: false }, "missing"],
    [{ ...usual, missing: true }, "deleted"],
    [{ ...usual, status: failed(4004) }, "deleted"],
    [{ ...usual, status: failed(4002) }, "taken over"],
    [{ ...usual, status: failed(4000) }, "refused"],
    [{ ...usual, status: failed(1009) }, "refused"],
    [{ ...usual, kindKnown: false }, "unknown kind"],
    [{ ...usual, status: { state: "connecting", attempt: 3 } as const, strained: true }, "strained"],
    [{ ...usual, status: failed(4007), live: false }, "signed out"],
    [{ ...usual, status: refused("unauthorized"), live: false, ready: false }, "signed out"],
    [{ ...usual, status: refused("forbidden"), live: false, ready: false }, "no access"],
    [{ ...usual, status: failed(4008), live: false }, "withdrawn"],
    [{ ...usual, status: failed(4009), live: false }, "expired"],
    // What is on the page stays there; a banner says the rest.
    [{ ...usual, status: failed(4007) }, null],
    [{ ...usual, status: failed(4008), missing: true }, null],
    [{ ...usual, status: failed(4009) }, null],
  ])("%#: %o", (situation, obstacle) => {
    expect(obstacleOf(situation)).toBe(obstacle);
  });
});

describe("links to share", () => {
  test("O-11 begin with an address that works for others, when this page has one that does not", () => {
    expect(linksOf("a1", "http://localhost:8765", "localhost", ["http://192.168.1.5:8765"])).toEqual([
      "http://192.168.1.5:8765/d/a1",
      "http://localhost:8765/d/a1",
    ]);
  });

  test("begin with the address of this page otherwise, and name none twice", () => {
    expect(linksOf("a1", "http://192.168.1.5:8765", "192.168.1.5", ["http://192.168.1.5:8765", "http://10.0.0.2:8765/"])).toEqual([
      "http://192.168.1.5:8765/d/a1",
      "http://10.0.0.2:8765/d/a1",
    ]);
  });
});

describe("a server that nobody else reaches", () => {
  test.each([
    ["localhost", [], true],
    ["127.0.0.1", [], true],
    ["localhost", ["http://192.168.1.5:8765"], false],
    ["192.168.1.5", [], false],
  ])("%s %o: %s", (hostname, addresses, hidden) => {
    expect(isHidden(hostname, addresses)).toBe(hidden);
  });
});

describe("who came and went", () => {
  const came = (client: string) => ({ client, name: client, joined: true });
  const went = (client: string) => ({ client, name: client, joined: false });

  test("is not told when it was overtaken before its turn", () => {
    expect([came("a"), came("b"), went("b")].reduce(withNews, [])).toEqual([came("a")]);
    expect([came("a"), went("a")].reduce(withNews, [])).toEqual([went("a")]);
    expect([came("a"), came("b"), went("c")].reduce(withNews, [])).toEqual([came("a"), came("b"), went("c")]);
  });
});

describe("files to import", () => {
  test("are what the server takes, each type once", () => {
    const extensions = importsOf([{ imports: [".txt", ".md", ".weft"] }, { imports: [".excalidraw", ".weft"] }]);
    expect(extensions).toEqual([".txt", ".md", ".weft", ".excalidraw"]);
    expect(inWords(extensions)).toBe(".txt, .md, .weft or .excalidraw");
  });
});

describe("routes", () => {
  test.each([
    ["/", { page: "home" }],
    ["/d/k3Jx81mQzR0a", { page: "document", id: "k3Jx81mQzR0a" }],
    ["/d/k3Jx81mQzR0a/", { page: "document", id: "k3Jx81mQzR0a" }],
    ["/d/", { page: "unknown" }],
    ["/d/a/b", { page: "unknown" }],
    ["/signin", { page: "signin" }],
    ["/register", { page: "register" }],
    ["/account", { page: "account" }],
    ["/admin", { page: "admin" }],
    ["/admin/rooms", { page: "unknown" }],
    ["/elsewhere", { page: "unknown" }],
  ])("%s", (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });
});

describe("names", () => {
  test.each([
    ["Ada Lovelace", "AL"],
    ["ada", "A"],
    ["Björn (Lab 2)", "B2"],
    ["Björn (Labor)", "BL"],
    ["Jean Baptiste le Rond d’Alembert", "JD"],
    ["🦊 Fuchs", "🦊F"],
    ["  ", "?"],
  ])("%s is abbreviated %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  test("JOIN-4 a name has no control characters and at most 100 characters", () => {
    expect(cleanName("  Ada\tLove\u0000lace ")).toBe("Ada Love lace");
    expect(cleanName("x".repeat(300))).toHaveLength(100);
    expect(cleanName("\n\n")).toBe("");
    expect(cleanName("x".repeat(99) + "🦊")).toBe("x".repeat(99));
  });
});

describe("relative times", () => {
  const now = Date.UTC(2026, 10, 20, 12);
  test.each([
    [now + 5_000, "just now"],
    [now - 59_000, "just now"],
    [now - 60_000, "1 minute ago"],
    [now - 59 * 60_000, "59 minutes ago"],
    [now - 60 * 60_000, "1 hour ago"],
    [now - 25 * 3_600_000, "yesterday"],
    [now - 3 * 86_400_000, "3 days ago"],
    [Date.UTC(2026, 9, 2, 12), "Oct 2"],
    [Date.UTC(2024, 9, 2, 12), "Oct 2, 2024"],
  ])("%i reads %s", (time, text) => {
    expect(relativeTime(time, now)).toBe(text);
  });
});
