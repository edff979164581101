import { useState } from "react";
import { copyText } from "./copyText";
import { Icon } from "./Icon";
import { later } from "./later";

const QrCode = later(() => import("./QrCode"), <span className="qr-code" />);

interface CopyFieldProps {
  readonly value: string;
  readonly label: string;
  readonly primary?: boolean;
  /** Offers it as a QR code too, for a phone to read. */
  readonly withCode?: boolean;
  /** Where the focus of a dialog begins. */
  readonly first?: boolean;
}

/** An address that is there to be copied. */
export function CopyField({ value, label, primary = false, withCode = false, first = false }: CopyFieldProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const [showsCode, setShowsCode] = useState(false);
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
      {withCode && (
        <button
          type="button"
          className="icon-button"
          aria-label={`QR code: ${label}`}
          aria-expanded={showsCode}
          title="QR code for a phone"
          onClick={() => setShowsCode(!showsCode)}
        >
          <Icon name="code" />
        </button>
      )}
      {showsCode && (
        <figure className="copy-code">
          <QrCode value={value} label={`QR code of ${value}`} />
          <figcaption className="hint">Point a phone’s camera at it to open the link there.</figcaption>
        </figure>
      )}
    </div>
  );
}
