import type { Properties, RemoteCursor } from "@weft/client";
import { COLLECTION } from "./elements";

/** How long a preview outlives its message, in milliseconds: the change itself may come a little later. */
const LINGERS = 500;

interface Preview {
  readonly client: string;
  readonly properties: Properties;
  /** Something newer is in the document already, so that it does not linger. */
  readonly overtaken: boolean;
  /** When it goes, once its client does not send it any more. */
  ends: number | undefined;
}

/** What the others' hands are doing right now, by element. */
export class Previews {
  private readonly byElement = new Map<string, Preview>();

  get(id: string): Properties | undefined {
    return this.byElement.get(id)?.properties;
  }

  /** Whether its author's hand is at it, as far as is known. */
  isHeld(id: string): boolean {
    const preview = this.byElement.get(id);
    return preview !== undefined && preview.ends === undefined;
  }

  get ids(): Iterable<string> {
    return this.byElement.keys();
  }

  /** Takes the newest cursors. Returns whether anything changed. */
  follow(cursors: ReadonlyMap<string, RemoteCursor>, now: number): boolean {
    let news = false;
    const shown = new Set<string>();
    for (const [client, { preview }] of cursors) {
      for (const { path, properties } of preview) {
        if (!path.startsWith(`${COLLECTION}/`)) continue;
        const id = path.slice(COLLECTION.length + 1);
        shown.add(id);
        const former = this.byElement.get(id);
        const isSame = former?.properties === properties;
        news ||= !isSame;
        this.byElement.set(id, { client, properties, overtaken: isSame && former.overtaken, ends: undefined });
      }
    }
    for (const [id, preview] of this.byElement) {
      if (shown.has(id)) continue;
      if (preview.overtaken) {
        news = this.byElement.delete(id);
      } else if (preview.ends === undefined) {
        preview.ends = now + LINGERS;
        news = true;
      }
    }
    return news;
  }

  /** The document has a change of the element: the one that the preview announced, or a newer one. */
  overtake(id: string): void {
    const preview = this.byElement.get(id);
    if (preview?.ends !== undefined) this.byElement.delete(id);
    else if (preview !== undefined) this.byElement.set(id, { ...preview, overtaken: true });
  }

  /** Drops what has ended. Returns whether there was any, and when the next one ends. */
  expire(now: number): { readonly expired: boolean; readonly next: number | undefined } {
    let expired = false;
    let next: number | undefined;
    for (const [id, { ends }] of this.byElement) {
      if (ends === undefined) continue;
      if (ends <= now) expired = this.byElement.delete(id);
      else next = Math.min(next ?? ends, ends);
    }
    return { expired, next };
  }
}
