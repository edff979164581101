import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page, type WebSocketRoute } from "playwright-core";

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface PersonOptions {
  readonly name: string;
  readonly color?: string;
  readonly context?: BrowserContextOptions;
  /** Has told this browser no name yet. */
  readonly unnamed?: boolean;
}

/** What a test may do to the messages between a page and the server. */
export type Intercept = (message: Message, reply: (message: object) => void) => "pass" | "drop";

export interface Message {
  readonly type: string;
  readonly id?: number;
  readonly in_reply?: number;
  readonly status?: string;
  readonly client?: string;
  readonly ops?: readonly { readonly op: string; readonly changes?: readonly { readonly insert?: unknown }[] }[];
}

/** Somebody with a browser of their own: own storage, own name, and a line to the server that can be cut. */
export class Person {
  /** Addresses on other hosts that a page of this person asked for. There must be none. */
  readonly foreignRequests: string[] = [];
  /** What went over the socket, in order. */
  readonly sent: Message[] = [];
  readonly received: Message[] = [];
  /** Errors that no code caught. */
  readonly errors: string[] = [];
  intercept: Intercept = () => "pass";
  private cut = false;
  private readonly lines = new Set<WebSocketRoute>();

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly address: string,
  ) {}

  static async arrive(browser: Browser, address: string, { name, color = "#2563c9", context: more, unnamed = false }: PersonOptions): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...more });
    context.setDefaultTimeout(12_000);
    await context.addInitScript(
      (me) => {
        if (localStorage.getItem("weft.me") === null) localStorage.setItem("weft.me", me);
      },
      JSON.stringify({ name, color, chosen: !unnamed }),
    );
    const person = new Person(context, await context.newPage(), address);
    await person.listen();
    return person;
  }

  private async listen(): Promise<void> {
    this.page.on("pageerror", (error) => this.errors.push(error.message));
    this.context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== this.address && !["data:", "blob:"].includes(url.protocol)) this.foreignRequests.push(request.url());
    });
    await this.context.routeWebSocket(/.*/, (line) => {
      const url = new URL(line.url());
      if (url.host !== new URL(this.address).host) this.foreignRequests.push(line.url());
      if (this.cut) {
        void line.close({ code: 1001, reason: "cut by the test" });
        return;
      }
      this.lines.add(line);
      const server = line.connectToServer();
      line.onMessage((text) => {
        const message = JSON.parse(String(text)) as Message;
        this.sent.push(message);
        if (this.intercept(message, (answer) => line.send(JSON.stringify(answer))) === "pass") server.send(text);
      });
      server.onMessage((text) => {
        // A frame is a message, or several in a list.
        this.received.push(...([JSON.parse(String(text))].flat() as Message[]));
        line.send(text);
      });
    });
  }

  /** Cuts the line to the room; the page itself can still be loaded. */
  async cutLine(): Promise<void> {
    this.cut = true;
    // One that the page has closed meanwhile cannot be closed again.
    for (const line of this.lines) await line.close({ code: 1001, reason: "cut by the test" }).catch(() => undefined);
    this.lines.clear();
  }

  mendLine(): void {
    this.cut = false;
  }

  /** Asks the server for something in this person's name; gives the answer's body. Throws when it is refused. */
  async ask<T>(method: string, path: string, data?: object): Promise<T> {
    const answer = await this.context.request.fetch(`${this.address}/api/v1${path}`, { method, ...(data && { data }) });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    const text = await answer.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** Makes an account, and signs the person's browser in. `setup`: the server's secret, for the first one. */
  async register(name: string, setup?: string): Promise<void> {
    await this.ask("POST", "/accounts", { name, password: `a password of ${name}`, ...(setup && { setup }) });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`${this.address}/d/${id}`);
  }

  async home(): Promise<void> {
    await this.page.goto(this.address);
  }

  get status(): Locator {
    return this.page.getByTestId("status");
  }

  get text(): Locator {
    return this.page.locator(".cm-content");
  }

  /** The board, once it has started. */
  get board(): Locator {
    return this.page.locator(".excalidraw canvas.interactive");
  }

  async openText(id: string): Promise<void> {
    await this.open(id);
    await this.text.and(this.page.locator('[contenteditable="true"]')).waitFor();
  }

  async openBoard(id: string): Promise<void> {
    await this.open(id);
    await this.board.waitFor();
    await this.status.getByText(/Connected|joined/).waitFor();
    await this.page.locator(".excalidraw .LoadingMessage").waitFor({ state: "detached" });
    // The canvas takes its first state in a frame after it has started.
    await this.page.waitForTimeout(400);
  }

  /** The bench, once it has started. */
  get bench(): Locator {
    return this.page.locator(".bench-stage");
  }

  async openBench(id: string): Promise<void> {
    await this.open(id);
    await this.bench.waitFor();
    await this.status.getByText(/Connected|joined/).waitFor();
    await this.page.locator(".bench-rays[data-pieces]").waitFor();
  }

  /** Where a point of the bench is on the page, in millimetres of the bench. */
  async onBench(x: number, y: number): Promise<[number, number]> {
    return this.bench.evaluate(
      (stage, [x, y]) => {
        const group = stage.querySelector<SVGGElement>(".bench-items > g")!;
        const at = new DOMPoint(x, -y).matrixTransform(group.getScreenCTM()!);
        return [at.x, at.y] as [number, number];
      },
      [x, y] as const,
    );
  }

  async moveOnBench(x: number, y: number): Promise<void> {
    await this.page.mouse.move(...(await this.onBench(x, y)), { steps: 4 });
  }

  async clickBench(x: number, y: number): Promise<void> {
    await this.page.mouse.click(...(await this.onBench(x, y)));
  }

  /** Drags from one point of the bench to another. */
  async dragOnBench(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.drag(await this.onBench(...from), await this.onBench(...to));
  }

  /** The text in the editor, without the flags of the others' carets. */
  textContent(): Promise<string> {
    return this.text.evaluate((content) => {
      const lines = [...content.querySelectorAll(".cm-line")].map((line) => {
        const copy = line.cloneNode(true) as Element;
        for (const other of copy.querySelectorAll('[contenteditable="false"], .cm-widgetBuffer, .cm-placeholder')) other.remove();
        return copy.textContent ?? "";
      });
      return lines.join("\n");
    });
  }

  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(...from);
    await mouse.down();
    await mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
    await mouse.move(...to, { steps: 4 });
    await mouse.up();
  }

  /** Draws a rectangle from corner to corner, in coordinates of the page. */
  async drawRectangle(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.page.keyboard.press("r");
    await this.drag(from, to);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
