import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { rounded, type Unit } from "@weft/optics";

interface NumberFieldProps {
  readonly label: string;
  readonly unit: Unit;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly disabled: boolean;
  /** `live`: a step of several, by the arrow keys. */
  readonly onChange: (value: number, live: boolean) => void;
}

const shown = (value: number) => (Number.isFinite(value) ? String(rounded(value, 4)).replace("-", "−") : value > 0 ? "∞" : "−∞");

/** What somebody wrote as a number; NaN for anything else. A comma is a point, and a unit may stand behind. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(/[−–]/, "-").replace(",", ".").replace(/\s*(mm|nm|°|deg|%|dB|pt)$/i, "");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** A number with its unit. Enter and leaving it take what is written, Escape does not, the arrow keys go step by step. */
export function NumberField({ label, unit, value, least, most, step, disabled, onChange }: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const wanted = draft === null ? value : readNumber(draft);
  const isWrong = Number.isNaN(wanted) || wanted < least || wanted > most;

  // What others write is shown at once, unless something is being written here.
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(null);
  }, [value]);

  const take = () => {
    if (draft !== null && !isWrong && wanted !== rounded(value, 4)) onChange(wanted, false);
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      take();
      input.current?.select();
    } else if (event.key === "Escape" && draft !== null) {
      setDraft(null);
      event.stopPropagation();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const from = isWrong ? value : wanted;
      const size = step * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
      setDraft(null);
      onChange(Math.min(Math.max(rounded(from + (event.key === "ArrowUp" ? size : -size), 4), least), most), true);
    }
  };

  return (
    <div className="bench-field">
      <label htmlFor={id}>{label}</label>
      <span className="bench-input">
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          value={draft ?? shown(value)}
          aria-invalid={isWrong || undefined}
          title={isWrong ? `A number from ${shown(least)} to ${shown(most)}` : undefined}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={take}
          onKeyDown={onKeyDown}
        />
        {unit !== "" && <span className="unit">{unit}</span>}
      </span>
    </div>
  );
}
