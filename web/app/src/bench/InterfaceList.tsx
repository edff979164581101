import { elementLabels, elementTypeOf, elementTypes, endFields, interfaceFields, isRecord, type Json, type Properties } from "@weft/optics";
import { Icon } from "../ui/Icon";
import { FieldView, TextInput } from "./FieldView";

interface InterfaceListProps {
  /** The list as the document has it; what is no object in it stays as it is. */
  readonly interfaces: readonly Json[];
  readonly disabled: boolean;
  /** `what`: names the value that was changed, for steps of several. */
  readonly onChange: (interfaces: readonly Json[], what: string, live: boolean) => void;
}

const fresh: Properties = { x1_mm: 0, y1_mm: 12.7, x2_mm: 0, y2_mm: -12.7, element_type: "lens", name: "", efl_mm: 100 };

/** The surfaces of a component: what each does, and where it is. */
export function InterfaceList({ interfaces, disabled, onChange }: InterfaceListProps) {
  const put = (index: number, fields: Properties, what: string, live: boolean) =>
    onChange(interfaces.map((each, i) => (i === index ? fields : each)), `${index}.${what}`, live);
  return (
    <section className="bench-section" aria-label="Interfaces">
      <header>
        <h3>Interfaces</h3>
        {!disabled && (
          <button type="button" className="icon-button small" aria-label="Add an interface" title="Add an interface" onClick={() => onChange([...interfaces, fresh], "add", false)}>
            <Icon name="plus" size={14} />
          </button>
        )}
      </header>
      {interfaces.length === 0 && <p className="hint">Light passes: there is no interface.</p>}
      {interfaces.map((fields, index) =>
        isRecord(fields) ? (
          <InterfaceView
            key={index}
            fields={fields}
            isOnly={interfaces.length === 1}
            disabled={disabled}
            onChange={(name, value, live) => put(index, { ...fields, [name]: value }, name, live)}
            onRemove={() => onChange(interfaces.filter((_, i) => i !== index), "remove", false)}
          />
        ) : null,
      )}
    </section>
  );
}

interface InterfaceViewProps {
  readonly fields: Properties;
  readonly isOnly: boolean;
  readonly disabled: boolean;
  readonly onChange: (name: string, value: Json, live: boolean) => void;
  readonly onRemove: () => void;
}

function InterfaceView({ fields, isOnly, disabled, onChange, onRemove }: InterfaceViewProps) {
  const type = elementTypeOf(fields);
  const name = typeof fields["name"] === "string" ? fields["name"] : "";
  return (
    <details className="bench-interface" open={isOnly}>
      <summary>
        <Icon name="chevron" size={12} />
        {type === null ? "Unknown" : elementLabels[type]}
        {name !== "" && <span className="soft"> {name}</span>}
      </summary>
      <div className="bench-fields">
        <div className="bench-field">
          <label>
            <span>Acts as</span>
            <select className="select small" disabled={disabled} value={type ?? ""} onChange={(event) => onChange("element_type", event.target.value, false)}>
              {type === null && <option value="">{String(fields["element_type"] ?? "")}</option>}
              {elementTypes.map((each) => (
                <option key={each} value={each}>
                  {elementLabels[each]}
                </option>
              ))}
            </select>
          </label>
        </div>
        {type !== null && interfaceFields[type].map((field) => <FieldView key={field.name} field={field} values={fields} disabled={disabled} onChange={onChange} />)}
        <div className="bench-pairs">
          {endFields.map((field) => (
            <FieldView key={field.name} field={field} values={fields} disabled={disabled} onChange={onChange} />
          ))}
        </div>
        <TextInput label="Name" lines={1} value={name} disabled={disabled} onChange={(to) => onChange("name", to, false)} />
        {!disabled && (
          <button type="button" className="button small" onClick={onRemove}>
            <Icon name="trash" size={14} />
            Remove
          </button>
        )}
      </div>
    </details>
  );
}
