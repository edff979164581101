import { constants, crc32, deflateSync, inflateSync } from "node:zlib";

const signatureLength = 8;

/**
 * Packs a PNG anew as tightly as deflate can; the pixels stay the same. A browser that takes a picture packs for speed.
 * PNG specification: 5.3 (chunks), 10.1 (compression).
 */
export function squeeze(png: Buffer): Buffer {
  const chunks = [...chunksOf(png)];
  const pixels = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  const packed = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED, constants.Z_RLE]
    .map((strategy) => deflateSync(pixels, { level: 9, memLevel: 9, strategy }))
    .reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
  const header = chunks.find(({ type }) => type === "IHDR")!;
  return Buffer.concat([
    png.subarray(0, signatureLength),
    chunk("IHDR", header.data),
    chunk("IDAT", packed),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = signatureLength; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
