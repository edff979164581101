import { useState } from "react";
import { Dialog } from "../../ui/Dialog";
import { copyText } from "../../ui/copyText";
import { saveFile } from "../saveFile";
import { fileOf, type Work, workWords } from "./work";
import "./aside.css";

const moment = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

interface AsideDialogProps {
  readonly works: readonly Work[];
  readonly title: string;
  readonly onDiscard: (work: Work) => void;
  readonly onClose: () => void;
}

/** What the person wrote in a document that was then replaced as a whole: to be copied from, kept as a file, or let go. */
export function AsideDialog({ works, title, onDiscard, onClose }: AsideDialogProps) {
  const [copied, setCopied] = useState<Work | null>(null);
  const discard = (work: Work) => {
    onDiscard(work);
    if (works.length === 1) onClose();
  };
  return (
    <Dialog title="Your work kept aside" onClose={onClose}>
      <p className="hint">
        The document was replaced as a whole, by a backup for example, while this was not saved yet. It cannot be put in by itself; take from it
        what you need.
      </p>
      <ul className="asides">
        {works.map((work) => (
          <li key={`${work.aside.client} ${work.aside.generation}`}>
            <header>
              <strong>{workWords(work)}</strong>
              <time dateTime={new Date(work.aside.written).toISOString()}>{moment.format(work.aside.written)}</time>
            </header>
            {work.text !== "" && <pre tabIndex={0}>{work.text}</pre>}
            <div className="dialog-actions">
              <button type="button" className="button small" onClick={() => discard(work)}>
                Discard
              </button>
              <button type="button" className="button small" onClick={() => saveFile(fileOf(work, title))}>
                Save file
              </button>
              {work.text !== "" && (
                <button type="button" className="button small primary" data-first onClick={() => void copyText(work.text).then((done) => setCopied(done ? work : null))}>
                  {copied === work ? "Copied" : "Copy text"}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
