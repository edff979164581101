/// <reference lib="webworker" />
import { probe } from "./probe";

/**
 * Asks servers whether they are there. It runs in a worker, because the page itself may speak with its own server only; its file has its own
 * policy, and its name is known to the server (`SecurityHeaders`).
 */
onmessage = ({ data }: MessageEvent<string>) => void probe(data).then((finding) => postMessage(finding));
