import type { Page } from "playwright-core";

/**
 * Answers what the page of the server asks, as one would that has been running for a day; every look is two seconds and eight changes
 * later. Returns the connections that it was asked to close.
 */
export async function tellAdmin(page: Page): Promise<readonly number[]> {
  const closed: number[] = [];
  let looks = 0;
  const start = Date.UTC(2026, 10, 20);
  await page.route("**/api/v1/admin/**", (route) => {
    const path = new URL(route.request().url()).pathname.split("/admin/")[1]!;
    const close = /^sessions\/(\d+)\/close$/.exec(path);
    if (close !== null) {
      closed.push(Number(close[1]));
      return route.fulfill({ status: 204 });
    }
    if (path === "server") looks++;
    const now = start + 86_400_000 + looks * 2_000;
    const sessions = [
      { connection: 4, address: "192.0.2.7", document: "d1", title: "Minutes", client: "c", name: "Grace", account: "a1", role: "editor", since: now - 125_000, heard: now, received: 1_250, sent: 52_400, waiting: 0 },
      { connection: 9, address: null, document: null, title: null, client: null, name: null, since: now - 3_000, heard: now, received: 12, sent: 0, waiting: 0 },
    ].filter(({ connection }) => !closed.includes(connection));
    const answers: Readonly<Record<string, object>> = {
      server: {
        started: start, now, connections: sessions.length, rooms: 1, changes: 100 + looks * 8, rejected: 1, messages_received: 9, messages_sent: 9,
        bytes_received: 1_262, bytes_sent: 52_400, cpu: 5_000 + looks * 100, memory: 83_000_000,
      },
      rooms: { rooms: [{ document: "d1", title: "Minutes", kind: "text", revision: 108, users: 1, changes: looks * 8, opened: start }] },
      sessions: { sessions },
      accounts: { accounts: [{ account: "a1", name: "Grace", email: "grace@example.org", admin: false, created: start }] },
      storage: { documents: 12, bytes: 2_500_000, free: 81_000_000_000, folder: "/srv/weft", ready: true, reason: null },
      limits: {
        limits: [
          { name: "frame-bytes", value: 1_048_576, default: 1_048_576, unit: "bytes", code: "frame_too_large", reason: "a long chapter fits", hits: 0 },
          { name: "connections-per-address", value: 100, default: 100, unit: "connections", code: "too_many_connections", reason: "a school behind one address fits", hits: 3 },
        ],
      },
    };
    return route.fulfill({ json: answers[path] ?? {} });
  });
  return closed;
}
