import type { Finding } from "./probe";
import type { Target } from "./serverAddress";

/** Why a session cannot be joined: what was found, and what to do. */
export interface Words {
  readonly title: string;
  readonly text: string;
}

const hasName = (host: string) => !/^(\[|\d+\.\d+\.\d+\.\d+(:|$))/.test(host) && !/^localhost(:|$)/.test(host);

/** What is said of a server that cannot be joined from here; null for one that can. */
export function troubleOf(finding: Finding, { host, origin }: Target): Words | null {
  switch (finding.kind) {
    case "weft":
      return null;
    case "optiverse":
      return {
        title: `At ${host} is Optiverse’s own server.`,
        text: "It speaks with Optiverse’s desktop app only. Let the host start weft host instead: the desktop app joins that as well, and so can you.",
      };
    case "other":
      return {
        title: `At ${host} is something else than a Weft server, or another version of it.`,
        text: "The computer is there and answers, but not as Weft does. Ask the host for the port, which is usually 8765.",
      };
    case "closed":
      return {
        title: `Nothing answers at ${host}.`,
        text: hasName(host)
          ? "Either there is no computer of that name in this network, or no server listens at that port, or a firewall refuses. Look whether the server runs, and try its address in numbers."
          : `${portWords(origin)} Look whether the server runs, whether it listens for the network (not localhost only), and whether the numbers are right.`,
      };
    case "silent":
      return {
        title: `No answer came from ${host}.`,
        text: "The computer is off, has another address by now, is in another network, or its firewall swallows the question. On the host, the firewall has to let that port through.",
      };
  }
}

const portWords = (origin: string) => `No server listens at port ${new URL(origin).port || (origin.startsWith("https") ? "443" : "80")} there, or a firewall refuses.`;

/** Whether a page may ask a server at all: one that came encrypted may not ask one that is not. */
export const mayAsk = (page: string, { origin }: Target): boolean => page !== "https:" || origin.startsWith("https:");
