/**
 * Ten others, each with a connection of its own, who drag one element each: a preview 20 times a second, and the change itself once a lap.
 * They say what a client says and keep no document: each of them would have a machine of its own for that.
 */
class Other {
  private revision = 0;
  private sent = 0;

  private constructor(private readonly socket: WebSocket) {}

  static join(server: string, document: string, name: string, color: string): Promise<Other> {
    const socket = new WebSocket(`${server}/ws`, "weft.v1");
    const other = new Other(socket);
    return new Promise((resolve, reject) => {
      socket.onopen = () => other.say({ type: "join", id: 1, document, name, color, batch: true });
      socket.onclose = ({ reason }) => reject(new Error(reason));
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        if (other.hear(data)) resolve(other);
      };
    });
  }

  /** Of all that comes it needs the newest revision, for what it says next. */
  private hear(data: string): boolean {
    const isWelcome = this.revision === 0 && data.includes('"type":"sync"');
    if (data.includes('"status":"error"') || data.includes('"status":"rejected"')) throw new Error(data);
    if (isWelcome || data.includes('"type":"change"') || data.includes('"status":"saved"')) {
      for (const [, revision] of data.slice(0, isWelcome ? 400 : undefined).matchAll(/"revision":(\d+)/g)) this.revision = Math.max(this.revision, Number(revision));
    }
    return isWelcome;
  }

  /** Moves an element; `isDone`: it lets go of it. */
  drag(id: string, at: { readonly x: number; readonly y: number }, isDone: boolean): void {
    const move = [{ op: "update", path: `elements/${id}`, properties: at }];
    if (isDone) this.say({ type: "change", id: ++this.sent + 1, base: this.revision, ops: move });
    this.say({ type: "cursor", base: this.revision, pointer: at, selected: [id], ...(!isDone && { preview: move }) });
  }

  rest(): void {
    this.say({ type: "cursor", base: this.revision });
  }

  private say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}

export interface Dragged {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

let others: readonly Other[] = [];
let timer: ReturnType<typeof setInterval> | undefined;

const crowd = {
  async join(server: string, document: string, names: readonly string[]): Promise<void> {
    others = await Promise.all(names.map((name, index) => Other.join(server, document, name, colors[index % colors.length]!)));
  },
  drag(elements: readonly Dragged[]): void {
    let turn = 0;
    timer = setInterval(() => {
      turn += 1;
      for (const [index, { id, x, y }] of elements.entries()) {
        const at = { x: x + 150 * Math.sin(turn / 12 + index), y: y + 150 * Math.cos(turn / 12 + index) };
        others[index]!.drag(id, at, (turn + index * 6) % 60 === 0);
      }
    }, 50);
  },
  rest(): void {
    clearInterval(timer);
    for (const other of others) other.rest();
  },
};

const colors = ["#c92a2a", "#a61e4d", "#862e9c", "#5f3dc4", "#364fc7", "#1864ab", "#0b7285", "#087f5b", "#2b8a3e", "#5c940d"];

declare global {
  interface Window {
    crowd: typeof crowd;
  }
}

window.crowd = crowd;
