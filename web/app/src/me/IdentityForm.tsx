import { useState, type FormEvent } from "react";
import { Avatar } from "../ui/Avatar";
import { cleanName, colors, longestName, setIdentity, useIdentity } from "./identity";

/** Name and colour, with a look at what others will see. */
export function IdentityForm({ onDone, doneLabel = "Save" }: { onDone: () => void; doneLabel?: string }) {
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
      <div className="identity-name">
        <Avatar name={cleanName(name) || me.name} color={color} />
        <input
          className="field"
          aria-label="Your name"
          value={name}
          maxLength={longestName}
          autoComplete="nickname"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
      </div>
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
