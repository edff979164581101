import { useState, type FormEvent } from "react";
import { Avatar } from "../ui/Avatar";
import { cleanName, colors, longestName, setIdentity, useIdentity } from "./identity";

interface IdentityFormProps {
  readonly onDone: () => void;
  readonly doneLabel?: string;
  /** The account's name, which is changed nowhere here: only the colour is asked for. */
  readonly isNameGiven?: boolean;
  /** Take the focus at once. */
  readonly focus?: boolean;
}

/** Name and colour, with a look at what others will see. */
export function IdentityForm({ onDone, doneLabel = "Save", isNameGiven = false, focus = false }: IdentityFormProps) {
  const me = useIdentity();
  const [name, setName] = useState(me.name);
  const [color, setColor] = useState(me.color);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIdentity({ name: cleanName(name) || me.name, color, chosen: true });
    onDone();
  };
  return (
    <form className="identity-form" onSubmit={submit}>
      {!isNameGiven && (
        <div className="identity-name">
          <Avatar name={cleanName(name) || me.name} color={color} />
          <input
            className="field"
            aria-label="Your name"
            value={name}
            maxLength={longestName}
            autoComplete="nickname"
            spellCheck={false}
            autoFocus={focus}
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
        </div>
      )}
      <fieldset className="swatches">
        <legend className="visually-hidden">Your colour</legend>
        {colors.map((option, index) => (
          <label key={option} className="swatch" style={{ backgroundColor: option }}>
            <input type="radio" name="color" checked={option === color} onChange={() => setColor(option)} />
            <span className="visually-hidden">Colour {index + 1}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button primary">
        {doneLabel}
      </button>
    </form>
  );
}
