import type { Ref } from "react";
import { canRotate, colorOf, finiteOf, itemFields, type Json, lengthOf, notesField, placed, poseOf, rulerOfLength, rulerPoints } from "@weft/optics";
import { Icon } from "../ui/Icon";
import type { Bench, Shown } from "./Bench";
import { FieldView } from "./FieldView";
import { group, removeSelected, ungroup } from "./grouping";
import { Groups } from "./groups";
import { InterfaceList } from "./InterfaceList";
import { isLocked, labelOf } from "./items";
import { NumberField } from "./NumberField";
import { pathText } from "./PathMeasureView";
import { SymbolIcon } from "./SymbolIcon";

interface InspectorProps {
  readonly ref?: Ref<HTMLElement>;
  readonly bench: Bench;
  /** Says why something could not be done. */
  readonly onRefusal: (refusal: string | null) => void;
  readonly onDuplicate: () => void;
  readonly onShow: (item: Shown) => void;
}

/** What is selected, with all that can be set of it; all items when nothing is. */
export function Inspector({ ref, bench, onRefusal, onDuplicate, onShow }: InspectorProps) {
  const { selection, items } = bench;
  const grouped = new Groups(items).selected(bench.selected);
  return (
    <aside ref={ref} className="bench-inspector" aria-label="Properties">
      {selection.length === 0 ? (
        <Outline bench={bench} onShow={onShow} />
      ) : selection.length === 1 ? (
        <ItemPanel key={selection[0]!.id} bench={bench} item={selection[0]!} onRefusal={onRefusal} />
      ) : grouped !== null ? (
        <>
          <ItemPanel key={grouped.id} bench={bench} item={grouped} onRefusal={onRefusal} />
          <p className="hint">{selection.length} things in it. A double click reaches for one of them.</p>
        </>
      ) : (
        <h2>{selection.length} selected</h2>
      )}
      {selection.length > 0 && bench.canEdit && <Actions bench={bench} selection={selection} onRefusal={onRefusal} onDuplicate={onDuplicate} />}
    </aside>
  );
}

function Actions({ bench, selection, onRefusal, onDuplicate }: Omit<InspectorProps, "ref" | "onShow"> & { readonly selection: readonly Shown[] }) {
  const locked = selection.every(({ properties }) => isLocked(properties));
  const isGroup = new Groups(bench.items).selected(bench.selected) !== null;
  const lock = () => onRefusal(bench.write(new Map(selection.map(({ id }) => [id, { locked: !locked }]))));
  return (
    <div className="bench-actions">
      <button type="button" className="button small" onClick={lock}>
        <Icon name={locked ? "unlock" : "lock"} size={14} />
        {locked ? "Unlock" : "Lock"}
      </button>
      <button type="button" className="button small" onClick={onDuplicate}>
        <Icon name="copy" size={14} />
        Duplicate
      </button>
      {selection.length > 1 && (
        <button type="button" className="button small" onClick={() => onRefusal(isGroup ? ungroup(bench) : group(bench))}>
          {isGroup ? "Ungroup" : "Group"}
        </button>
      )}
      <button type="button" className="button small" disabled={locked} onClick={() => onRefusal(removeSelected(bench))}>
        <Icon name="trash" size={14} />
        Delete
      </button>
    </div>
  );
}

/** Every item by name, for the keyboard and for what is hard to find. */
function Outline({ bench, onShow }: Pick<InspectorProps, "bench" | "onShow">) {
  const { items } = bench;
  const groups = new Groups(items);
  return (
    <>
      <h2>On this bench</h2>
      {items.length === 0 && <p className="hint">{bench.canEdit ? "Nothing yet. Drag something here from the library, or choose it in the menu Insert." : "Nothing yet."}</p>}
      <ul className="bench-outline">
        {items.toReversed().map((item) => (
          <li key={item.id}>
            <button
              type="button"
              onClick={() => {
                bench.select(item.kind === "group" ? groups.members(item.id) : [item.id]);
                onShow(item);
              }}
            >
              <SymbolIcon kind={item.kind} properties={item.properties} />
              <span>{labelOf(item)}</span>
              {isLocked(item.properties) && <Icon name="lock" size={12} />}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ItemPanelProps extends Pick<InspectorProps, "bench" | "onRefusal"> {
  readonly item: Shown;
}

function ItemPanel({ bench, item, onRefusal }: ItemPanelProps) {
  const { id, kind, properties } = item;
  const disabled = !bench.mayChange(item);
  const write = (changes: { readonly [name: string]: Json }, what: string, live: boolean) => onRefusal(bench.write(new Map([[id, changes]]), live ? `${id}.${what}` : undefined));
  const set = (name: string, value: Json, live: boolean) => write({ [name]: value, ...alsoChanged(item, name, value) }, name, live);
  const interfaces = Array.isArray(properties["interfaces"]) ? (properties["interfaces"] as readonly Json[]) : [];
  return (
    <>
      <h2>
        <SymbolIcon kind={kind} properties={properties} />
        <span>{labelOf(item)}</span>
      </h2>
      {isLocked(properties) && (
        <p className="bench-locked">
          <Icon name="lock" size={13} />
          Locked: it stays as it is.
        </p>
      )}
      <div className="bench-fields">
        {kind === "path_measure" && <p className="hint">{pathText(bench.measures.get(id)?.part ?? [], "Length along the ray: ")}</p>}
        {kind !== "path_measure" && kind !== "group" && <Place item={item} disabled={disabled} onChange={write} />}
        {itemFields[kind]?.map((field) => <FieldView key={field.name} field={field} values={properties} disabled={disabled} onChange={set} />)}
      </div>
      {kind === "component" && (
        <>
          <InterfaceList interfaces={interfaces} disabled={disabled} onChange={(list, what, live) => write({ interfaces: list }, `interfaces.${what}`, live)} />
          <div className="bench-fields">
            <FieldView field={notesField} values={properties} disabled={disabled} onChange={set} />
          </div>
        </>
      )}
    </>
  );
}

/** A source that had the colour of its wavelength has that of its new one too. */
function alsoChanged({ kind, properties }: Shown, name: string, value: Json) {
  if (kind !== "source" || name !== "wavelength_nm" || typeof value !== "number") return {};
  const former = colorOf(finiteOf(properties["wavelength_nm"], 633));
  return properties["color_hex"] === former ? { color_hex: colorOf(value) } : {};
}

/** Where an item may lie, in millimetres. */
const FARTHEST = 500_000;

interface PlaceProps {
  readonly item: Shown;
  readonly disabled: boolean;
  readonly onChange: (changes: { readonly [name: string]: Json }, what: string, live: boolean) => void;
}

function Place({ item: { kind, properties }, disabled, onChange }: PlaceProps) {
  const pose = poseOf(kind, properties);
  if (pose === null) return <p className="hint">It lies nowhere on the bench; it is kept for the program that made it.</p>;
  const move = (to: Partial<typeof pose>, what: string, live: boolean) => onChange(placed(kind, properties, { ...pose, ...to }), what, live);
  const common = { disabled, least: -FARTHEST, most: FARTHEST, step: 1, unit: "mm" } as const;
  return (
    <>
      <div className="bench-pairs">
        <NumberField {...common} label="x" value={pose.x} onChange={(x, live) => move({ x }, "x", live)} />
        <NumberField {...common} label="y" value={pose.y} onChange={(y, live) => move({ y }, "y", live)} />
      </div>
      {canRotate(kind) && kind !== "ruler" && (
        <NumberField label="Angle" unit="°" value={pose.angle} least={-360} most={360} step={1} disabled={disabled} onChange={(angle, live) => move({ angle }, "angle", live)} />
      )}
      {kind === "ruler" && (
        <NumberField {...common} label="Length" least={0.001} value={lengthOf(rulerPoints(properties))} onChange={(length, live) => onChange(rulerOfLength(properties, length), "length", live)} />
      )}
    </>
  );
}
