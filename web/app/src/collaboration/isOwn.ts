import { isOnlyHere } from "../sharing/addresses";
import type { Target } from "./serverAddress";

/** Whether an address leads to the server that the page came from. `addresses`: where others in the network reach it. */
export function isOwn({ origin }: Pick<Target, "origin">, page: Pick<Location, "origin" | "hostname" | "port" | "protocol">, addresses: readonly string[]): boolean {
  if (origin === page.origin || addresses.some((address) => new URL(address).origin === origin)) return true;
  const { hostname, port, protocol } = new URL(origin);
  return isOnlyHere(hostname) && isOnlyHere(page.hostname) && port === page.port && protocol === page.protocol;
}
