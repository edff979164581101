import { usualPort } from "./serverAddress";

/** What was last chosen in the dialog; kept in this browser. */
export interface Settings {
  readonly tab: "host" | "connect";
  /** The session last connected to. */
  readonly session: string;
  /** The session last hosted. */
  readonly hosted: string;
  /** The address of the server last connected to. */
  readonly server: string;
  /** Whether a hosted session is for the network, or for this machine alone. */
  readonly isForNetwork: boolean;
  readonly port: number;
  readonly autoConnect: boolean;
}

const key = "weft.collaboration";

export const usualSession = "default";

const usual: Settings = { tab: "connect", session: usualSession, hosted: usualSession, server: "", isForNetwork: true, port: usualPort, autoConnect: true };

/** What is kept, with what is missing or wrong in it put right. */
export function settingsOf(kept: string | null): Settings {
  try {
    const { tab, session, hosted, server, isForNetwork, port, autoConnect } = { ...usual, ...(JSON.parse(kept ?? "{}") as Partial<Settings>) };
    return {
      tab: tab === "host" ? "host" : "connect",
      session: nameOr(session, usual.session),
      hosted: nameOr(hosted, usual.hosted),
      server: typeof server === "string" ? server : usual.server,
      isForNetwork: isForNetwork !== false,
      port: isPort(port) ? port : usual.port,
      autoConnect: autoConnect !== false,
    };
  } catch {
    return usual;
  }
}

const nameOr = (value: unknown, usually: string): string => (typeof value === "string" && value.trim() !== "" ? value : usually);

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

export function loadSettings(): Settings {
  try {
    return settingsOf(localStorage.getItem(key));
  } catch {
    return usual;
  }
}

export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Without storage the dialog begins anew the next time.
  }
}
