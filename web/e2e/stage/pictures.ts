import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";

/** A PNG of one colour, made `bytes` long by noise that nobody sees. */
export function picture(width: number, height: number, [red, green, blue]: readonly [number, number, number], bytes = 0): Buffer {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x++) row.set([red, green, blue], 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...(bytes === 0 ? [] : [chunk("noIs", Buffer.from(Array.from({ length: bytes }, (_, index) => (index * 31) & 0xff)))]),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const contentOf = (bytes: Buffer) => `data:application/octet-stream;base64,${bytes.toString("base64")}`;

/** Drops a file on the board, as from another window. */
export async function drop(page: Page, name: string, type: string, bytes: Buffer, [x, y]: readonly [number, number]): Promise<void> {
  await page.evaluate(
    async ({ name, type, content, x, y }) => {
      const data = new DataTransfer();
      data.items.add(new File([await (await fetch(content)).blob()], name, { type }));
      const target = document.elementFromPoint(x, y)!;
      for (const kind of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, clientX: x, clientY: y, dataTransfer: data }));
      }
    },
    { name, type, content: contentOf(bytes), x, y },
  );
}

/** Pastes a file at a point of the board, as it comes from the clipboard. */
export async function paste(page: Page, name: string, type: string, bytes: Buffer, at: readonly [number, number]): Promise<void> {
  await page.mouse.move(...at);
  await page.evaluate(
    async ({ name, type, content }) => {
      const data = new DataTransfer();
      data.items.add(new File([await (await fetch(content)).blob()], name, { type }));
      document.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data }));
    },
    { name, type, content: contentOf(bytes) },
  );
}

/** Makes a page's line carry so many bytes a second. */
export async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: bytesPerSecond, uploadThroughput: -1 });
}

/** The colour of the canvas at a point of the page. */
export function colorAt(page: Page, [x, y]: readonly [number, number]): Promise<number[]> {
  return page.evaluate(
    ([x, y]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(".excalidraw canvas.static")!;
      const box = canvas.getBoundingClientRect();
      const scale = canvas.width / box.width;
      return [...canvas.getContext("2d")!.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data.slice(0, 3)];
    },
    [x, y] as const,
  );
}
