/** A secret that tells who the user is, or a function that gives one whenever it is asked; `undefined`: there is none. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** What a WebSocket subprotocol may be made of (RFC 9110, `token`). */
const SUBPROTOCOL = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Headers that are longer are refused by many a proxy, in characters. */
const LONGEST_SUBPROTOCOL = 3_000;

/** Whether a token fits into the header of the WebSocket's request; otherwise it goes in the first message (`auth`). */
export function fitsSubprotocol(token: string): boolean {
  return token.length <= LONGEST_SUBPROTOCOL && SUBPROTOCOL.test(token);
}

/** Where a session has its tokens from, and the one that it used last. */
export class Credential {
  private last: string | undefined;

  constructor(private readonly source: TokenSource | undefined) {}

  /** The token, or none, that there will ever be; `null` when one has to ask. */
  get constant(): { readonly token: string | undefined } | null {
    return typeof this.source === "function" ? null : { token: this.source };
  }

  async ask(): Promise<string | undefined> {
    return (this.last = typeof this.source === "function" ? await this.source() : this.source);
  }

  /** A token that is not the last one; `undefined` when there is none. */
  async another(): Promise<string | undefined> {
    if (this.constant !== null) return undefined;
    const former = this.last;
    const token = await this.ask();
    return token === former ? undefined : token;
  }
}
