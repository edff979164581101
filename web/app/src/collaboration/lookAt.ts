import type { Finding } from "./probe";

/** Looks what is at an origin, by the worker that may ask other servers. */
export function lookAt(origin: string, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./server-probe.ts", import.meta.url), { type: "module", name: "server-probe" });
    const end = () => worker.terminate();
    signal.addEventListener("abort", () => {
      end();
      reject(signal.reason as Error);
    });
    worker.onmessage = ({ data }: MessageEvent<Finding>) => {
      end();
      resolve(data);
    };
    worker.onerror = () => {
      end();
      reject(new Error("This browser does not let the page look for other servers."));
    };
    worker.postMessage(origin);
  });
}
