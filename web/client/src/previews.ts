import type { RemoteCursor } from "./events";
import type { Properties } from "./wire";

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

/** What the others' hands are doing right now to the items of a collection, by id. */
export class Previews {
  private readonly byItem = new Map<string, Preview>();
  private readonly prefix: string;

  constructor(collection: string) {
    this.prefix = `${collection}/`;
  }

  get(id: string): Properties | undefined {
    return this.byItem.get(id)?.properties;
  }

  /** Whether its author's hand is at it, as far as is known. */
  isHeld(id: string): boolean {
    const preview = this.byItem.get(id);
    return preview !== undefined && preview.ends === undefined;
  }

  get ids(): Iterable<string> {
    return this.byItem.keys();
  }

  /** Takes the newest cursors. Returns the items of which anything changed. */
  follow(cursors: ReadonlyMap<string, RemoteCursor>, now: number): ReadonlySet<string> {
    const news = new Set<string>();
    const shown = new Set<string>();
    for (const [client, { preview }] of cursors) {
      for (const { path, properties } of preview) {
        if (!path.startsWith(this.prefix)) continue;
        const id = path.slice(this.prefix.length);
        shown.add(id);
        const former = this.byItem.get(id);
        const isSame = former?.properties === properties;
        if (!isSame) news.add(id);
        this.byItem.set(id, { client, properties, overtaken: isSame && former.overtaken, ends: undefined });
      }
    }
    for (const [id, preview] of this.byItem) {
      if (shown.has(id)) continue;
      if (preview.overtaken) {
        this.byItem.delete(id);
        news.add(id);
      } else if (preview.ends === undefined) {
        preview.ends = now + LINGERS;
        news.add(id);
      }
    }
    return news;
  }

  /** The document has a change of the item: the one that the preview announced, or a newer one. */
  overtake(id: string): void {
    const preview = this.byItem.get(id);
    if (preview?.ends !== undefined) this.byItem.delete(id);
    else if (preview !== undefined) this.byItem.set(id, { ...preview, overtaken: true });
  }

  /** Drops what has ended. Returns of which items that was, and when the next one ends. */
  expire(now: number): { readonly expired: ReadonlySet<string>; readonly next: number | undefined } {
    const expired = new Set<string>();
    let next: number | undefined;
    for (const [id, { ends }] of this.byItem) {
      if (ends === undefined) continue;
      if (ends <= now) {
        this.byItem.delete(id);
        expired.add(id);
      } else next = Math.min(next ?? ends, ends);
    }
    return { expired, next };
  }
}
