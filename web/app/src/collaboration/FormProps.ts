import type { Settings } from "./settings";

/** The document whose page the dialog stands on. */
export interface OpenDocument {
  readonly id: string;
  readonly kind: string;
}

/** What both tabs of the dialog are given. */
export interface FormProps {
  readonly settings: Settings;
  /** Null on a page without a document. */
  readonly document: OpenDocument | null;
  /** Where others in the network reach this server. */
  readonly addresses: readonly string[];
  readonly onChange: (changed: Partial<Settings>) => void;
  readonly onDone: () => void;
}
