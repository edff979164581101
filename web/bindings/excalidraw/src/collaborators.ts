import type { Collaborator, SocketId } from "@excalidraw/excalidraw/types";
import type { Session } from "@weft/client";

/** The others as Excalidraw shows them: pointer, name, colour, selection. */
export function collaborators(session: Session): Map<SocketId, Collaborator> {
  const { cursors } = session;
  return new Map(
    session.users.map(({ client, name, color }) => {
      const cursor = cursors.get(client);
      const collaborator: Collaborator = {
        id: idForColor(client, color),
        socketId: client as SocketId,
        username: name,
        color: { background: color, stroke: color },
        selectedElementIds: Object.fromEntries((cursor?.selected ?? []).map((id) => [id, true as const])),
        ...(cursor?.pointer !== undefined && { pointer: { ...cursor.pointer, tool: "pointer" as const } }),
      };
      return [client as SocketId, collaborator];
    }),
  );
}

/** How many names are tried for one of the wanted colour: of 37 hues each is as likely, so that this is more than enough. */
const MOST_TRIES = 1_000;

/**
 * Excalidraw 0.18 takes no colour for a pointer, it makes one of 37 hues from the collaborator's id. So the id is chosen to give the
 * hue that is nearest to the user's colour.
 */
export function idForColor(client: string, color: string): string {
  const wanted = Math.round(hueOf(color) / 10) % 36;
  for (let suffix = 0; suffix < MOST_TRIES; suffix++) {
    const id = `${client}.${suffix}`;
    if (Math.abs(hash(id)) % 37 === wanted) return id;
  }
  return client;
}

/** As Excalidraw reckons it. */
function hash(id: string): number {
  let value = 0;
  for (let i = 0; i < id.length; i++) value = (value << 5) - value + id.charCodeAt(i);
  return value;
}

/** The hue of `#rrggbb` in degrees; 0 for a grey. */
function hueOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return 0;
  const sixth = most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return sixth * 60;
}
