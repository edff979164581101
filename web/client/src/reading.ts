import type { ServerMessage } from "./wire";

type Fields = { readonly [key: string]: unknown };
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isCount: Check = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
const isTime: Check = (value) => typeof value === "number" && Number.isFinite(value);
const isFlag: Check = (value) => typeof value === "boolean";
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isRole: Check = oneOf("viewer", "commenter", "editor", "admin");

function oneOf(...words: readonly string[]): Check {
  return (value) => typeof value === "string" && words.includes(value);
}

function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function has(shape: { readonly [field: string]: Check }): Check {
  const fields = Object.entries(shape);
  return (value) => isObject(value) && fields.every(([field, check]) => check(value[field]));
}

const isUser = has({ client: isText, name: isText, color: isText, guest: maybe(isFlag) });
const isOp = has({ op: isText, path: isText });
const isRange = has({ client: isText, first: isCount, last: isCount });
const isChange = has({ revision: isCount, since: maybe(isCount), client: isText, id: isCount, at: isTime, ops: listOf(isOp), undo: maybe(isFlag), reverts: maybe(isRange) });
const isCursor = has({ client: isText, revision: isCount });

const isTextDeed = has({ path: isText, inserted: isCount, deleted: isCount, formatted: isCount, from: isCount, to: isCount });
const isItemDeed = has({ path: isText, op: oneOf("add", "update", "delete", "restore"), kind: isText, label: maybe(isText), properties: maybe(listOf(isText)) });
const isGesture = has({
  client: isText,
  first: isCount,
  last: isCount,
  name: isText,
  revision: isCount,
  at: isTime,
  texts: listOf(isTextDeed),
  items: listOf(isItemDeed),
  count: isCount,
  undo: maybe(isFlag),
  reverts: maybe(isRange),
});

const SHAPES: { readonly [type in ServerMessage["type"]]: Check } = {
  response: has({
    in_reply: maybe(isCount),
    status: oneOf("ok", "saved", "rejected", "error"),
    revision: maybe(isCount),
    time: maybe(isTime),
    expires: maybe(isTime),
    applied: maybe(listOf(isOp)),
    error: maybe(has({ code: isText, message: isText })),
  }),
  change: isChange,
  cursor: isCursor,
  sync: has({
    document: isText,
    title: isText,
    kind: isText,
    generation: isText,
    revision: isCount,
    client: isText,
    color: isText,
    time: isTime,
    users: listOf(isUser),
    saved: listOf(listOf(isCount)),
    role: maybe(isRole),
    run: maybe(isFlag),
    name: maybe(isText),
    cursors: maybe(listOf(isCursor)),
    changes: maybe(listOf(isChange)),
    snapshot: maybe(isObject),
  }),
  presence: has({ joined: listOf(isUser), left: listOf(isText), count: isCount, title: maybe(isText) }),
  access: has({ role: isRole, run: maybe(isFlag) }),
  expiring: has({ at: isTime }),
  history: has({ revision: isCount, gestures: listOf(isGesture) }),
};

/**
 * The messages in a frame from the server, one or several (FRAME-8), without those of types that this client does not know. Throws
 * SyntaxError when one is not what docs/protocol.md says of its type.
 */
export function readServerMessages(frame: string): readonly ServerMessage[] {
  const content: unknown = JSON.parse(frame);
  return (Array.isArray(content) ? content : [content]).flatMap((message) => read(message) ?? []);
}

function read(message: unknown): ServerMessage | undefined {
  if (!isObject(message) || typeof message["type"] !== "string") throw new SyntaxError("The server sent something that is no message.");
  const check = Object.hasOwn(SHAPES, message["type"]) ? SHAPES[message["type"] as ServerMessage["type"]] : undefined;
  if (check === undefined) return undefined;
  if (!check(message)) throw new SyntaxError(`The server sent a message of type "${message["type"]}" that is not what the protocol says.`);
  return message as unknown as ServerMessage;
}
