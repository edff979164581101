import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readServerMessages } from "../src/reading";

const file = new URL("../../../tests/vectors/messages.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as { readonly server: readonly Record<string, unknown>[] };

describe("what the server sends", () => {
  test.each(vectors.server.map((message) => [JSON.stringify(message), message] as const))("%s is understood", (frame, message) => {
    expect(readServerMessages(frame)).toEqual([message]);
  });

  test("the vectors have every type", () => {
    expect([...new Set(vectors.server.map(({ type }) => type))].sort()).toEqual(expect.arrayContaining(["change", "cursor", "presence", "response", "sync"]));
  });

  test.each([
    ['{"type":"access","role":"viewer"}'],
    ['{"type":"access","role":"admin","run":true}'],
    ['{"type":"expiring","at":1790000060000}'],
    ['{"type":"response","in_reply":9007199254740991,"status":"ok","expires":1790000060000}'],
  ])("[FRAME-3] %s", (frame) => {
    expect(readServerMessages(frame)).toEqual([JSON.parse(frame)]);
    expect(readServerMessages(frame.replace("{", '{"later":1,'))).toHaveLength(1);
  });

  test("[FRAME-3] a type of later times is passed over", () => {
    expect(readServerMessages('{"type":"toString"}')).toEqual([]);
    expect(readServerMessages('{"type":"news","x":1}')).toEqual([]);
  });

  test("[FRAME-8] a frame may hold several messages, in order", () => {
    const frame = '[{"type":"expiring","at":1},{"type":"news"},{"type":"access","role":"viewer"}]';
    expect(readServerMessages(frame).map(({ type }) => type)).toEqual(["expiring", "access"]);
    expect(readServerMessages("[]")).toEqual([]);
    expect(() => readServerMessages('[{"type":"expiring","at":1},7]')).toThrow(SyntaxError);
  });

  test.each([
    ["nonsense"],
    ["[[]]"],
    ["null"],
    ['{"type":1}'],
    ['{"type":"access"}'],
    ['{"type":"access","role":"owner"}'],
    ['{"type":"access","role":"editor","run":"yes"}'],
    ['{"type":"expiring"}'],
    ['{"type":"expiring","at":"soon"}'],
    ['{"type":"change","revision":2,"since":-1,"client":"a","id":1,"at":1,"ops":[]}'],
    ['{"type":"response","status":"maybe"}'],
    ['{"type":"response","in_reply":-1,"status":"ok"}'],
    ['{"type":"change","revision":1,"client":"a","id":1,"at":1}'],
    ['{"type":"change","revision":1,"client":"a","id":1,"at":1,"ops":[{}]}'],
    ['{"type":"presence","joined":[{}],"left":[],"count":1}'],
    ['{"type":"sync","document":"d"}'],
  ])("%s is not", (frame) => {
    expect(() => readServerMessages(frame)).toThrow(SyntaxError);
  });
});
