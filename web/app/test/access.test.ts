import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { doorOf } from "../src/access/door";
import { nextOf, withNext } from "../src/access/next";
import { secretIn, secretOf } from "../src/access/secrets";
import type { Access } from "../src/access/access";
import type { Session } from "../src/api/access";
import type { ServerInfo } from "../src/api/documents";
import type { Route } from "../src/router";

const info: ServerInfo = { name: "Weft", version: "1", addresses: [], kinds: [], access: "accounts", registration: "open", setup: false };
const ada: Session = { kind: "account", name: "Ada", account: "a1", admin: false, expires: null, can_create: true };
const guest: Session = { kind: "guest", name: "Gus", admin: false, expires: null, can_create: false };

describe("secrets in the address", () => {
  test.each([
    ["#token=abc_-9", { kind: "token", secret: "abc_-9" }],
    ["#link=x", { kind: "link", secret: "x" }],
    ["#setup=s", { kind: "setup", secret: "s" }],
    ["#link=a%20", { kind: "link", secret: "a" }],
    ["#link=100%", { kind: "link", secret: "100%" }],
    ["#main", null],
    ["", null],
    ["#tokens=x", null],
    [`#token=${"x".repeat(5_000)}`, null],
  ])("%s", (hash, found) => {
    expect(secretOf(hash)).toEqual(found);
  });

  test("are found in whatever is pasted: the whole link, its end, or the secret alone", () => {
    expect(secretIn(" http://localhost:8765/#token=abc\n", "token")).toBe("abc");
    expect(secretIn("#token=abc", "token")).toBe("abc");
    expect(secretIn("abc", "token")).toBe("abc");
    expect(secretIn("http://localhost:8765/#setup=abc", "token")).toBe("http://localhost:8765/#setup=abc");
  });
});

describe("where a sign-in leads", () => {
  const origin = "https://weft.example";
  test.each([
    ["?next=%2Fd%2Fa1", "/d/a1"],
    ["?next=/account", "/account"],
    ["?next=/d/a1%3Fx=1", "/d/a1?x=1"],
    ["", "/"],
    ["?next=https://evil.example/", "/"],
    ["?next=//evil.example/", "/"],
    ["?next=/%5Cevil.example/", "/"],
    ["?next=/%09/evil.example/", "/"],
    ["?next=/.//evil.example", "/"],
    ["?next=javascript:alert(1)", "/"],
    ["?next=d/a1", "/"],
    ["?next=/signin", "/"],
    ["?next=/register%3Fnext=/", "/"],
  ])("%s: %s", (search, path) => {
    expect(nextOf(search, origin)).toBe(path);
  });

  test("goes along from one page to the other", () => {
    expect(withNext("/signin", "/")).toBe("/signin");
    expect(nextOf(withNext("/signin", "/d/a1?x=1&y").slice("/signin".length), origin)).toBe("/d/a1?x=1&y");
  });
});

describe("what stands before a page", () => {
  const known: Access = { phase: "known", info, session: ada, ended: false, invitation: null, setup: null, tokenTrouble: null };
  const stranger: Access = { ...known, session: null };
  const token = { ...info, access: "token" as const };
  const fresh = { ...info, setup: true };
  const invited = { secret: "s", state: "asking" as const, trouble: null };

  test.each<[Access, Route["page"], string]>([
    [{ ...known, phase: "asking", info: null }, "home", "wait"],
    [{ ...known, phase: "unreachable", info: null, session: null }, "document", "page"],
    [{ ...known, phase: "unreachable", info: null, session: null }, "admin", "unreachable"],
    [known, "home", "page"],
    [known, "signin", "sign in"],
    [known, "register", "page"],
    [{ ...known, session: guest }, "register", "register"],
    [stranger, "home", "sign in"],
    [stranger, "document", "sign in"],
    [stranger, "register", "register"],
    [{ ...stranger, info: { ...info, registration: "closed" } }, "register", "sign in"],
    [{ ...stranger, ended: true }, "home", "sign in"],
    [{ ...stranger, ended: true }, "document", "page"],
    [{ ...stranger, info: fresh }, "home", "no account yet"],
    [{ ...stranger, info: fresh, setup: "s" }, "home", "first account"],
    [{ ...stranger, setup: "s" }, "home", "sign in"],
    [{ ...stranger, info: token }, "home", "token"],
    [{ ...known, info: token }, "signin", "page"],
    [{ ...stranger, info: { ...info, access: "open" } }, "home", "stranger"],
    [{ ...stranger, invitation: invited }, "document", "invitation"],
    [{ ...stranger, invitation: invited }, "signin", "sign in"],
    [{ ...stranger, invitation: { ...invited, state: "redeeming" } }, "document", "wait"],
    [{ ...known, invitation: { ...invited, state: "failed" } }, "document", "bad link"],
  ])("%#", (access, page, door) => {
    expect(doorOf(access, page)).toBe(door);
  });
});

describe("first contact", () => {
  let asked: { path: string; method: string; body: unknown }[];
  let answers: Record<string, () => Response>;

  const json = (body: unknown, status = 200) => () => new Response(JSON.stringify(body), { status });
  const unauthorized = json({ code: "unauthorized", detail: "Who are you?" }, 401);

  /** The module keeps the state of the page, so every test begins with a fresh one. */
  const begin = async () => {
    vi.resetModules();
    const [access, identity] = [await import("../src/access/access"), await import("../src/me/identity")];
    access.beginAccess();
    return { access, identity };
  };
  const settled = (expected: () => void) => vi.waitFor(expected, 30_000);

  beforeEach(() => {
    localStorage.clear();
    asked = [];
    answers = { "GET /info": json(info), "GET /session": unauthorized };
    vi.stubGlobal("fetch", (address: string, init: RequestInit = {}) => {
      const path = address.replace("/api/v1", "");
      const method = init.method ?? "GET";
      asked.push({ path, method, body: typeof init.body === "string" ? JSON.parse(init.body) : null });
      return Promise.resolve((answers[`${method} ${path}`] ?? json({ code: "unknown" }, 404))());
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    history.replaceState(null, "", "/");
  });

  test("the token of a link signs in and is gone from the address at once", async () => {
    answers["GET /info"] = json({ ...info, access: "token" });
    answers["POST /session"] = json({ ...ada, kind: "token", name: null });
    history.replaceState(null, "", "/d/a1#token=secret");
    const { access } = await begin();
    expect(location.href).not.toContain("secret");
    expect(location.pathname).toBe("/d/a1");
    await settled(() => expect(access.currentAccess().session?.kind).toBe("token"));
    expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ token: "secret" });
    expect(asked.some(({ path }) => path.includes("secret"))).toBe(false);
  });

  test("a wrong token is told in the server's words", async () => {
    answers["GET /info"] = json({ ...info, access: "token" });
    answers["POST /session"] = json({ code: "bad_credentials", detail: "This token is not the server's." }, 401);
    history.replaceState(null, "", "/#token=wrong");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess().tokenTrouble).toBe("This token is not the server's."));
    expect(access.currentAccess().session).toBeNull();
  });

  test("an open server has no guests: a link with a secret leads where its address says", async () => {
    answers["GET /info"] = json({ ...info, access: "open" });
    history.replaceState(null, "", "/d/a1#link=secret");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess()).toMatchObject({ phase: "known", invitation: null }));
    expect(asked.some(({ method }) => method === "POST")).toBe(false);
  });

  test.each(["accounts", "token"] as const)("with %s a guest without a name is asked for one before the link is redeemed", async (mode) => {
    answers["GET /info"] = json({ ...info, access: mode });
    answers["POST /session/links"] = json({ document: "a1", role: "viewer", session: guest });
    history.replaceState(null, "", "/d/a1#link=secret");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess().phase).toBe("known"));
    expect(access.currentAccess().invitation).toEqual({ secret: "secret", state: "asking", trouble: null });
    expect(asked.some(({ method }) => method === "POST")).toBe(false);
    await access.redeem("Gus");
    expect(asked.at(-1)?.body).toEqual({ secret: "secret", name: "Gus" });
    expect(access.currentAccess()).toMatchObject({ session: guest, invitation: null });
  });

  test("somebody who is signed in redeems a link as who they are, and comes to its document", async () => {
    answers["GET /session"] = json(ada);
    answers["POST /session/links"] = json({ document: "b2", role: "viewer", session: ada });
    history.replaceState(null, "", "/d/a1#link=secret");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess()).toMatchObject({ phase: "known", invitation: null }));
    expect(asked.at(-1)?.body).toEqual({ secret: "secret" });
    expect(location.pathname).toBe("/d/b2");
  });

  test("a link that is over is said to be so", async () => {
    answers["GET /session"] = json(ada);
    answers["POST /session/links"] = json({ code: "bad_link", detail: "Over." }, 404);
    history.replaceState(null, "", "/d/a1#link=old");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess().invitation).toMatchObject({ state: "failed", trouble: { code: "bad_link" } }));
  });

  test("a name that the server does not take is asked for anew", async () => {
    answers["POST /session/links"] = json({ code: "bad_name", detail: "A name has no @." }, 400);
    localStorage.setItem("weft.me", JSON.stringify({ name: "gus@example.org", color: "#2563c9", chosen: true }));
    history.replaceState(null, "", "/d/a1#link=secret");
    const { access } = await begin();
    await settled(() => expect(access.currentAccess().invitation).toMatchObject({ state: "asking", trouble: { message: "A name has no @." } }));
  });

  test("an account's name is what one is called, and the own one comes back without it", async () => {
    answers["GET /session"] = json(ada);
    answers["DELETE /session"] = () => new Response(null, { status: 204 });
    localStorage.setItem("weft.me", JSON.stringify({ name: "Heron", color: "#2563c9", chosen: true }));
    const { access, identity } = await begin();
    await settled(() => expect(identity.currentIdentity().name).toBe("Ada"));
    identity.setIdentity({ ...identity.currentIdentity(), color: "#0f7a55" });
    await access.signOut();
    expect(identity.currentIdentity()).toEqual({ name: "Heron", color: "#0f7a55", chosen: true });
    expect(JSON.parse(localStorage.getItem("weft.me")!)).toEqual({ name: "Heron", color: "#0f7a55", chosen: true });
  });

  test("a request that the server answers with “who are you” ends the sign-in here", async () => {
    answers["GET /session"] = json(ada);
    const { access } = await begin();
    await settled(() => expect(access.currentAccess().session).toEqual(ada));
    answers["GET /documents"] = unauthorized;
    const { listDocuments } = await import("../src/api/documents");
    await expect(listDocuments()).rejects.toThrow("Who are you?");
    expect(access.currentAccess()).toMatchObject({ session: null, ended: true });
  });

  test("the time to wait goes along with a refused attempt", async () => {
    answers["POST /session"] = () =>
      new Response(JSON.stringify({ code: "too_many_attempts", detail: "Wait." }), { status: 429, headers: { "Retry-After": "42" } });
    const { signInWithPassword } = await import("../src/api/access");
    await expect(signInWithPassword("ada", "x")).rejects.toMatchObject({ code: "too_many_attempts", retryAfter: 42 });
  });
});
