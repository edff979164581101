// Hocuspocus as it comes. With the name of a recorded trace every document begins with it, made in one client's edits.
import { Server } from "@hocuspocus/server";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";

let start;
if (process.argv[2]) {
  const trace = JSON.parse(gunzipSync(readFileSync(process.argv[2])));
  const document = new Y.Doc();
  const text = document.getText("body");
  for (const { patches } of trace.txns) {
    document.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted) text.delete(position, deleted);
        if (inserted) text.insert(position, inserted);
      }
    });
  }
  start = Y.encodeStateAsUpdate(document);
}
const server = new Server({
  address: "127.0.0.1",
  port: 0,
  quiet: true,
  async onLoadDocument({ document }) {
    if (start) Y.applyUpdate(document, start);
  },
});
await server.listen();
console.log(`http://localhost:${server.address.port}`);
