import { useId, useState } from "react";
import { type Field, type Json, numberOf, type Properties, shownValue } from "@weft/optics";
import { NumberField } from "./NumberField";

interface FieldViewProps {
  readonly field: Field;
  readonly values: Properties;
  readonly disabled: boolean;
  readonly onChange: (name: string, value: Json, live: boolean) => void;
}

/** One property to see and to set. */
export function FieldView({ field, values, disabled, onChange }: FieldViewProps) {
  const id = useId();
  if (field.when?.(values) === false) return null;
  const value = shownValue(field, values);
  switch (field.type) {
    case "number": {
      const { label, unit, least, most, step } = field;
      return <NumberField {...{ label, unit, least, most, step, disabled }} value={numberOf(value, field.default)} onChange={(to, live) => onChange(field.name, to, live)} />;
    }
    case "choice":
      return (
        <div className="bench-field">
          <label htmlFor={id}>{field.label}</label>
          <select id={id} className="select small" disabled={disabled} value={String(value)} onChange={(event) => onChange(field.name, event.target.value, false)}>
            {field.options.some((option) => option.value === value) || <option value={String(value)}>{String(value)}</option>}
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      );
    case "flag":
      return (
        <label className="bench-flag">
          <input type="checkbox" disabled={disabled} checked={value === true} onChange={(event) => onChange(field.name, event.target.checked, false)} />
          {field.label}
        </label>
      );
    case "color":
      return (
        <div className="bench-field">
          <label htmlFor={id}>{field.label}</label>
          <ColorInput id={id} value={String(value)} disabled={disabled} onChange={(to, live) => onChange(field.name, to, live)} />
        </div>
      );
    case "text":
      return <TextInput label={field.label} lines={field.lines ?? 1} value={typeof value === "string" ? value : ""} disabled={disabled} onChange={(to) => onChange(field.name, to, false)} />;
  }
}

interface ColorInputProps {
  readonly id: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string, live: boolean) => void;
}

function ColorInput({ id, value, disabled, onChange }: ColorInputProps) {
  return <input id={id} type="color" disabled={disabled} value={/^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : "#dc143c"} onChange={(event) => onChange(event.target.value, true)} />;
}

interface TextInputProps {
  readonly label: string;
  readonly lines: number;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** Words, taken when the field is left. */
export function TextInput({ label, lines, value, disabled, onChange }: TextInputProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    if (draft !== null && draft !== value) onChange(draft);
    setDraft(null);
  };
  const common = { id, disabled, value: draft ?? value, onBlur: take };
  return (
    <div className={lines > 1 ? "bench-field tall" : "bench-field words"}>
      <label htmlFor={id}>{label}</label>
      {lines > 1 ? (
        <textarea {...common} rows={lines} onChange={(event) => setDraft(event.target.value)} />
      ) : (
        <input {...common} type="text" onChange={(event) => setDraft(event.target.value)} onKeyDown={(event) => event.key === "Enter" && take()} />
      )}
    </div>
  );
}
