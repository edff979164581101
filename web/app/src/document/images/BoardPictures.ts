import type { BinaryFileData, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type Download, FileError, Files, type Properties, type Session, sha256 } from "@weft/client";
import { type FileFacts, isHash, type Picture, pictureOf, propertiesOf, sizeWords, typeOf } from "./picture";
import { UnsentPictures } from "./unsent";

/** Above it somebody is asked before a picture is fetched, in bytes. */
export const ASK_ABOVE = 5_000_000;

/** As the server has it unless it is told otherwise, in bytes; it has the last word. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Pictures that are fetched at the same time: the line has other things to do. */
const AT_ONCE = 3;

/** After this a picture that was not there, or did not come, is tried again, in milliseconds. */
const RETRY = 10_000;

/** What is to be said of a picture that cannot be seen yet, or not by the others. */
export type PictureState =
  | { readonly kind: "loading"; readonly received: number; readonly size: number | undefined }
  /** So large that somebody is asked first. */
  | { readonly kind: "asking"; readonly size: number }
  /** Stopped by the user. */
  | { readonly kind: "stopped"; readonly received: number; readonly size: number | undefined }
  /** Its author has not sent it yet. */
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "sending" }
  /** It cannot be sent now, and is kept until it can. */
  | { readonly kind: "unsent"; readonly isKept: boolean };

/** The part of the drawing editor's API that pictures need. */
export type PicturesApi = Pick<ExcalidrawImperativeAPI, "addFiles" | "getFiles">;

interface Own {
  readonly bytes: Blob;
  readonly facts: FileFacts;
  isKept: boolean;
}

/**
 * The pictures of a board. The document says which they are; their bytes come from the server when they are shown here, and go there when
 * they were put in here.
 */
export class BoardPictures {
  private states: ReadonlyMap<string, PictureState> = new Map();
  private readonly listeners = new Set<() => void>();
  private readonly stops: (() => void)[] = [];
  private readonly downloads = new Map<string, Download>();
  private readonly running = new Map<string, AbortController>();
  private readonly agreed = new Set<string>();
  /** Put in here, as long as the page is open. */
  private readonly own = new Map<string, Own>();
  /** What the document has on the server for certain. */
  private readonly stored = new Set<string>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly end = new AbortController();
  private looking = false;

  constructor(
    private readonly session: Session,
    private readonly api: PicturesApi,
    /** Is told what became of a picture that the user believes to be on the board. */
    private readonly say: (words: string) => void,
    private readonly files: Pick<Files, "upload" | "download"> = new Files({ url: `/api/v1/documents/${encodeURIComponent(session.document)}/files` }),
    private readonly unsent = new UnsentPictures(),
  ) {
    this.stops.push(
      session.on("view", () => this.lookSoon()),
      session.on("status", ({ state }) => {
        if (state === "connected") this.retryAll();
      }),
    );
    session.ready.then(
      () => this.begin(),
      () => undefined,
    );
  }

  /** What is to be said, by hash; a new map whenever it changes. */
  readonly snapshot = (): ReadonlyMap<string, PictureState> => this.states;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What a new element of a picture is to say of it to the others. */
  readonly propertiesOf = (hash: string): Properties | undefined => {
    const facts = this.factsOf(hash);
    return facts === undefined ? undefined : propertiesOf(facts);
  };

  /** What is known of a picture that was put in here. */
  factsOf(hash: string): FileFacts | undefined {
    return this.own.get(hash)?.facts;
  }

  /**
   * Takes a picture in: shows it here, keeps it, and sends it. Returns its hash.
   * @throws Error in words, when it is none that can be shown.
   */
  async take(file: Blob, name?: string): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const type = typeOf(bytes);
    if (type === null) throw new Error(`${name ?? "This"} is no picture that can be shown here: take a PNG, JPEG, GIF, WebP or SVG file.`);
    if (bytes.length > MOST_BYTES) throw new Error(`${name ?? "The picture"} has ${sizeWords(bytes.length)}, and ${sizeWords(MOST_BYTES)} is the most: make it smaller.`);
    const hash = await sha256(bytes);
    if (this.own.has(hash)) return hash;
    const blob = new Blob([bytes], { type });
    const { width, height } = await sizeOf(blob).catch(() => {
      throw new Error(`${name ?? "The picture"} is damaged: it cannot be shown.`);
    });
    const facts = { type, bytes: bytes.length, width, height, ...(name !== undefined && { name }) };
    await this.show(hash, blob);
    const own: Own = { bytes: blob, facts, isKept: false };
    this.own.set(hash, own);
    this.forgetState(hash);
    if (!this.stored.has(hash)) {
      own.isKept = await this.unsent.keep({ document: this.session.document, hash, bytes: blob, name });
      void this.send(hash);
    }
    return hash;
  }

  /** Stops fetching a picture; what has come is kept. */
  stop(hash: string): void {
    this.running.get(hash)?.abort();
    this.running.delete(hash);
    const progress = this.downloads.get(hash)?.progress;
    this.tell(hash, { kind: "stopped", received: progress?.received ?? 0, size: progress?.size });
    this.lookSoon();
  }

  /** Fetches or sends a picture after all, or goes on with it. */
  resume(hash: string): void {
    this.agreed.add(hash);
    this.forgetState(hash);
    if (this.own.has(hash)) void this.send(hash);
    else this.lookSoon();
  }

  dispose(): void {
    this.end.abort();
    for (const stop of this.stops) stop();
    for (const controller of this.running.values()) controller.abort();
    for (const timer of this.timers) clearTimeout(timer);
    this.listeners.clear();
  }

  private async begin(): Promise<void> {
    for (const { hash, bytes, name } of await this.unsent.list(this.session.document)) {
      const size = await sizeOf(bytes).catch(() => null);
      if (size === null || this.own.has(hash) || this.end.signal.aborted) continue;
      this.own.set(hash, { bytes, facts: { type: bytes.type, bytes: bytes.size, ...size, ...(name !== undefined && { name }) }, isKept: true });
      await this.show(hash, bytes);
      void this.send(hash);
    }
    this.lookSoon();
  }

  private lookSoon(): void {
    if (this.looking || this.end.signal.aborted) return;
    this.looking = true;
    queueMicrotask(() => {
      this.looking = false;
      if (!this.end.signal.aborted) this.look();
    });
  }

  /** Goes through the pictures of the board: fetches what is missing, and says of own ones that they are there. */
  private look(): void {
    const here = this.api.getFiles();
    const pictures = this.pictures();
    for (const [path, picture] of pictures) {
      if (this.own.has(picture.hash)) this.declare(path, picture);
      else if (here[picture.hash] === undefined) this.want(picture);
    }
    const shown = new Set(pictures.map(([, { hash }]) => hash));
    for (const hash of this.states.keys()) if (!shown.has(hash) && !this.own.has(hash)) this.drop(hash);
  }

  private pictures(): [path: string, picture: Picture][] {
    return [...this.session.items("elements")].flatMap(([id, item]) => {
      const picture = pictureOf(item);
      return picture === null ? [] : [[`elements/${id}`, picture] as [string, Picture]];
    });
  }

  private declare(path: string, { hash, isStored }: Picture): void {
    if (isStored || !this.stored.has(hash) || !this.session.canEdit) return;
    this.session.change([{ op: "update", path, properties: { status: "saved" } }]);
  }

  private want({ hash, bytes, isStored }: Picture): void {
    const state = this.states.get(hash);
    if (state !== undefined && !(state.kind === "waiting" && isStored)) return;
    if (this.isToBeAsked(hash, bytes)) this.tell(hash, { kind: "asking", size: bytes });
    else if (this.running.size < AT_ONCE) void this.fetch(hash, bytes);
  }

  private isToBeAsked(hash: string, bytes: number): boolean {
    return bytes > ASK_ABOVE && !this.agreed.has(hash);
  }

  private async fetch(hash: string, bytes: number): Promise<void> {
    const abort = new AbortController();
    this.running.set(hash, abort);
    const download = this.downloads.get(hash) ?? this.files.download(hash);
    this.downloads.set(hash, download);
    this.tell(hash, { kind: "loading", received: download.progress.received, size: download.progress.size ?? (bytes || undefined) });
    try {
      const blob = await download.run(abort.signal, ({ received, size }) => {
        if (abort.signal.aborted) return;
        // Other programs do not say in the document how large their pictures are.
        if (size !== undefined && this.isToBeAsked(hash, size)) {
          abort.abort();
          this.tell(hash, { kind: "asking", size });
        } else this.tell(hash, { kind: "loading", received, size });
      });
      await this.show(hash, blob);
      this.stored.add(hash);
      this.downloads.delete(hash);
      this.forgetState(hash);
    } catch (error) {
      if (!abort.signal.aborted) this.fail(hash, error);
    } finally {
      if (this.running.get(hash) === abort) this.running.delete(hash);
      this.lookSoon();
    }
  }

  private fail(hash: string, error: unknown): void {
    const isMissing = error instanceof FileError && error.code === "unknown_file";
    this.tell(hash, isMissing ? { kind: "waiting" } : { kind: "failed", message: error instanceof Error ? error.message : String(error) });
    if (isMissing || (error instanceof FileError && error.isPassing)) this.later(() => this.again(hash));
  }

  private again(hash: string): void {
    const kind = this.states.get(hash)?.kind;
    if (kind !== "waiting" && kind !== "failed") return;
    this.forgetState(hash);
    this.lookSoon();
  }

  private async send(hash: string): Promise<void> {
    const own = this.own.get(hash)!;
    if (this.states.get(hash)?.kind === "sending") return;
    this.tell(hash, { kind: "sending" });
    try {
      await this.files.upload(own.bytes, hash, { ...(own.facts.name !== undefined && { name: own.facts.name }), signal: this.end.signal });
      this.stored.add(hash);
      this.forgetState(hash);
      await this.unsent.forget(this.session.document, hash);
      this.lookSoon();
    } catch (error) {
      if (this.end.signal.aborted) return;
      if (error instanceof FileError && !error.isPassing) await this.takeBack(hash, error.message);
      else {
        this.tell(hash, { kind: "unsent", isKept: own.isKept });
        this.later(() => {
          if (this.states.get(hash)?.kind === "unsent") void this.send(hash);
        });
      }
    }
  }

  /** The server does not want it: it goes from the board, and the user is told why. */
  private async takeBack(hash: string, reason: string): Promise<void> {
    this.own.delete(hash);
    this.forgetState(hash);
    await this.unsent.forget(this.session.document, hash);
    const mine = this.pictures().filter(([, picture]) => picture.hash === hash && !picture.isStored);
    if (mine.length > 0 && this.session.canEdit) this.session.change(mine.map(([path]) => ({ op: "delete", path })));
    this.say(reason);
  }

  private retryAll(): void {
    for (const [hash, { kind }] of this.states) {
      if (kind === "unsent") void this.send(hash);
      else this.again(hash);
    }
  }

  private async show(hash: string, blob: Blob): Promise<void> {
    const dataURL = await dataUrlOf(blob);
    if (!this.end.signal.aborted) this.api.addFiles([{ id: hash, mimeType: blob.type, dataURL, created: Date.now() } as unknown as BinaryFileData]);
  }

  private later(act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, RETRY);
    this.timers.add(timer);
  }

  private drop(hash: string): void {
    this.running.get(hash)?.abort();
    this.running.delete(hash);
    this.downloads.delete(hash);
    this.forgetState(hash);
  }

  private tell(hash: string, state: PictureState): void {
    this.states = new Map(this.states).set(hash, state);
    for (const listener of this.listeners) listener();
  }

  private forgetState(hash: string): void {
    if (!this.states.has(hash)) return;
    const states = new Map(this.states);
    states.delete(hash);
    this.states = states;
    for (const listener of this.listeners) listener();
  }
}

/** Gives the pictures of pasted elements the names that this server knows them by, and takes them in. */
export async function takePasted(
  pictures: BoardPictures,
  { elements, files }: { readonly elements?: readonly { readonly type: string; fileId?: string | null }[]; files?: { [id: string]: BinaryFileData } },
): Promise<void> {
  if (elements === undefined || files === undefined) return;
  for (const file of Object.values(files)) {
    const hash = await pictures.take(await (await fetch(file.dataURL)).blob());
    for (const element of elements) if (element.type === "image" && element.fileId === file.id) element.fileId = hash;
    if (!isHash(file.id)) delete files[file.id];
  }
}

async function sizeOf(picture: Blob): Promise<{ readonly width: number; readonly height: number }> {
  const url = URL.createObjectURL(picture);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(url);
  }
}

function dataUrlOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error("The picture cannot be read."));
    reader.readAsDataURL(blob);
  });
}
