import { isOnlyHere } from "../sharing/addresses";
import { type Settings, usualSession } from "./settings";
import { usualPort } from "./serverAddress";

/** What the server that the page came from does as a host, compared with what is wanted. */
export interface Hosting {
  /** Whether it listens as wanted already. */
  readonly fits: boolean;
  /** Where it listens, in words. */
  readonly now: string;
}

/** `addresses`: where others in the network reach the server, as it says itself. */
export function hostingOf({ isForNetwork, port }: Settings, page: Pick<Location, "hostname" | "host" | "port" | "protocol">, addresses: readonly string[]): Hosting {
  const isShared = addresses.length > 0 || !isOnlyHere(page.hostname);
  const present = Number(page.port || (page.protocol === "https:" ? 443 : 80));
  return {
    fits: isShared === isForNetwork && present === port,
    now: isShared ? `This server listens for its network, at port ${present}.` : `This server listens on this machine only, at port ${present}.`,
  };
}

/** The command that hosts a session as wanted; what is usual is left out. */
export function hostCommand({ isForNetwork, port, autoConnect }: Settings, session: string, name: string): string {
  return [
    "weft host",
    ...(session === usualSession ? [] : [`--session ${quoted(session)}`]),
    `--name ${quoted(name)}`,
    ...(isForNetwork ? [] : ["--host localhost"]),
    ...(port === usualPort ? [] : [`--port ${port}`]),
    ...(autoConnect ? [] : ["--auto-connect false"]),
  ].join(" ");
}

/** A word of a command line that a shell takes as it is, in quotes where that is needed. */
const quoted = (word: string): string => (/^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
