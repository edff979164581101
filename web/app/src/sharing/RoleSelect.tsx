import { roleWords, type Role } from "../api/roles";

interface RoleSelectProps<R extends Role> {
  readonly value: R;
  readonly options: readonly R[];
  readonly label: string;
  readonly small?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (role: R) => void;
}

export function RoleSelect<R extends Role>({ value, options, label, small = false, disabled = false, onChange }: RoleSelectProps<R>) {
  return (
    <select
      className={small ? "select small" : "select"}
      aria-label={label}
      title={`${roleWords[value].label}: ${roleWords[value].hint}`}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value as R)}
    >
      {options.map((role) => (
        <option key={role} value={role}>
          {roleWords[role].label}
        </option>
      ))}
    </select>
  );
}
