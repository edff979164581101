import type { IconName } from "../ui/Icon";

/** What this app knows about a kind of document. The server may know more kinds; they are listed, but not opened here. */
export interface Kind {
  readonly name: string;
  readonly label: string;
  readonly icon: IconName;
  readonly hint: string;
  readonly exports: readonly { readonly format: string; readonly label: string }[];
}

const weftFile = { format: "weft", label: "Weft file (.weft)" };

export const kinds: readonly Kind[] = [
  {
    name: "text",
    label: "Text",
    icon: "text",
    hint: "Write together",
    exports: [{ format: "txt", label: "Plain text (.txt)" }, weftFile],
  },
  {
    name: "board",
    label: "Board",
    icon: "board",
    hint: "Draw together",
    exports: [{ format: "excalidraw", label: "Excalidraw file (.excalidraw)" }, weftFile],
  },
  {
    name: "bench",
    label: "Bench",
    icon: "bench",
    hint: "Optics together",
    exports: [{ format: "optiverse", label: "Optiverse assembly (.json)" }, weftFile],
  },
];

export const kindOf = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);

/** What can be imported as long as the server has not told it. */
const usualImports: readonly string[] = [".txt", ".md", ".excalidraw", ".json", ".weft"];

/** The extensions of the files that the server imports, each once. */
export function importsOf(known: readonly { readonly imports: readonly string[] }[]): readonly string[] {
  return known.length === 0 ? usualImports : [...new Set(known.flatMap(({ imports }) => imports))];
}

/** The extensions as words: ".txt, .md or .weft". */
export const inWords = (extensions: readonly string[]): string =>
  extensions.length < 2 ? extensions.join() : `${extensions.slice(0, -1).join(", ")} or ${extensions.at(-1)}`;
