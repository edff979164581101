interface RunSwitchProps {
  readonly isOn: boolean;
  /** Whose right it is, for who does not see where the switch stands. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** The right to run code, which no role brings along. */
export function RunSwitch({ isOn, label, disabled = false, onChange }: RunSwitchProps) {
  return (
    <label className="run-switch" title="May run code, in documents that have some">
      <input type="checkbox" role="switch" aria-label={label} checked={isOn} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      Runs code
    </label>
  );
}
