import { useState } from "react";
import { copyText } from "./copyText";
import { Icon } from "./Icon";

interface CopyFieldProps {
  readonly value: string;
  readonly label: string;
  readonly primary?: boolean;
  /** Where the focus of a dialog begins. */
  readonly first?: boolean;
}

/** An address that is there to be copied. */
export function CopyField({ value, label, primary = false, first = false }: CopyFieldProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === value;
  return (
    <div className="copy-field">
      <input className="field" readOnly value={value} aria-label={label} onFocus={(event) => event.target.select()} />
      <button
        type="button"
        className={primary ? "button primary" : "button"}
        data-first={first || undefined}
        onClick={() => void copyText(value).then((done) => setCopied(done ? value : null))}
      >
        <Icon name={isCopied ? "check" : "copy"} />
        {isCopied ? "Copied" : "Copy"}
        <span className="visually-hidden">{` ${label}`}</span>
      </button>
    </div>
  );
}
