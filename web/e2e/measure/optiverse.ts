import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launch } from "../stage/Person";
import { Server } from "../stage/Server";

/** People in the session; the first of them works, the others look on. */
const PEOPLE = 10;
/** How long one drags without a pause, in seconds, and how often the app tells of it in each. */
const SECONDS = 20;
const RATE = 20;

interface Figures {
  /** From the frame that is sent to the one that everybody has, in milliseconds: one number for each receiver and move. */
  readonly relays: readonly number[];
  /** A ping and its answer on the same sockets at the same time: what line, browser and machine take by themselves. */
  readonly pings: readonly number[];
  readonly sent: number;
  readonly received: number;
}

/** Runs in a page of the server: ten desktop apps, as far as their frames go. */
async function play([people, seconds, rate]: readonly [number, number, number]): Promise<Figures> {
  const item = (x_mm: number) => ({
    x_mm, y_mm: 40, angle_deg: 30, object_height_mm: 25.4, mm_per_pixel: 0.0254, name: "Standard Mirror (1\")", image_path: "objects/library/mirror_standard_1in/images/mirror.png",
    reference_line_mm: [0, 12.7, 0, -12.7], category: "mirrors", notes: "", item_uuid: "adfbc0c2-0000-4000-8000-000000000001", locked: false, z_value: 0, _type: "component",
    interfaces: [{ x1_mm: 0, y1_mm: 12.7, x2_mm: 0, y2_mm: -12.7, element_type: "mirror", name: "", reflectivity: 100 }],
  });
  const relays: number[] = [];
  const pings: number[] = [];
  const begun = new Map<number, number>();
  let [sent, received, pinged] = [0, 0, 0];
  const say = (socket: WebSocket, message: object) => {
    const text = JSON.stringify(message);
    sent += text.length;
    socket.send(text);
  };
  const join = (name: string) =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/measured/${name}`);
      socket.onerror = () => reject(new Error("Not let in."));
      socket.onmessage = ({ data }) => {
        const now = performance.now();
        received += (data as string).length;
        const message = JSON.parse(data as string) as { type: string; command?: { action: string; data: { x_mm?: number } } };
        if (message.type === "connection:ack") say(socket, { type: "sync:request", user_id: name });
        if (message.type === "sync:full_state") resolve(socket);
        if (message.type === "pong") pings.push(now - pinged);
        const sentAt = message.command?.action === "move_item" ? begun.get(message.command.data.x_mm!) : undefined;
        if (sentAt !== undefined) relays.push(now - sentAt);
      };
    });
  const [ada, ...others] = await Promise.all(Array.from({ length: people }, (_, i) => join(`user-${i}`)));
  const command = (action: string, data: object) => say(ada!, { type: "command", user_id: "user-0", timestamp: new Date().toISOString(), command: { action, item_type: "component", item_id: item(0).item_uuid, data } });
  const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  command("add_item", item(0));
  await pause(1_000);
  [sent, received] = [0, 0];
  for (let step = 1; step <= seconds * rate; step++) {
    begun.set(step, performance.now());
    // As the app does: it tells of each step twice.
    command("update_item", item(step));
    command("move_item", item(step));
    await pause(1_000 / rate / 2);
    pinged = performance.now();
    others[step % others.length]!.send('{"type":"ping"}');
    await pause(1_000 / rate / 2);
  }
  for (const socket of [ada!, ...others]) socket.close();
  return { relays, pings, sent, received };
}

const quantile = (values: readonly number[], part: number) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]!;
const words = (name: string, values: readonly number[]) =>
  `${name}: median ${quantile(values, 0.5).toFixed(2)} ms, 95 % below ${quantile(values, 0.95).toFixed(2)} ms, 99 % below ${quantile(values, 0.99).toFixed(2)} ms (${values.length})`;

let server: Server;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("O-51 O-52 what a drag in Optiverse costs nine others", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}/healthz`);
  const { relays, pings, sent, received } = await page.evaluate(play, [PEOPLE, SECONDS, RATE] as const);
  console.log(words("A move at the others", relays));
  console.log(words("A ping and its answer", pings));
  console.log(`Each step: ${(sent / SECONDS / RATE).toFixed(0)} bytes to the server, ${(received / SECONDS / RATE / (PEOPLE - 1)).toFixed(0)} to each of the others.`);
  console.log(`Sent by the one who drags: ${(sent / SECONDS / 1_000).toFixed(1)} kB/s; received: ${(received / SECONDS / (PEOPLE - 1) / 1_000).toFixed(1)} kB/s by each of the others.`);
});
