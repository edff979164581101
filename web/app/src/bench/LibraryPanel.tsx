import { useRef, useState, type PointerEvent } from "react";
import { library, type LibraryEntry } from "@weft/optics";
import { Icon } from "../ui/Icon";
import { SymbolIcon } from "./SymbolIcon";

/** Something of the library in the hand, at a point of the window. */
export interface Carried {
  readonly entry: LibraryEntry;
  readonly x: number;
  readonly y: number;
}

interface LibraryPanelProps {
  /** A click, or Enter: it goes where there is room. */
  readonly onInsert: (entry: LibraryEntry) => void;
  /** What is being carried to the bench; `null`: nothing any more. */
  readonly onCarry: (carried: Carried | null) => void;
  /** It was let go. */
  readonly onDrop: (carried: Carried) => void;
  /** It is put away, where it has no place of its own. */
  readonly onClose: () => void;
}

/** Pixels that a press may wander and still be a click. */
const WANDER = 4;

/** Everything there is to put on a bench, to be dragged there or clicked. */
export function LibraryPanel({ onInsert, onCarry, onDrop, onClose }: LibraryPanelProps) {
  const [search, setSearch] = useState("");
  const words = search.trim().toLocaleLowerCase().split(/\s+/);
  const fits = ({ label, also }: LibraryEntry) => words.every((word) => `${label} ${also}`.toLocaleLowerCase().includes(word));
  const groups = library.map(({ label, entries }) => ({ label, entries: entries.filter(fits) })).filter(({ entries }) => entries.length > 0);
  return (
    <aside className="bench-library" aria-label="Components">
      <div className="bench-search">
        <Icon name="search" size={14} />
        <input type="search" aria-label="Search components" placeholder="Components" value={search} onChange={(event) => setSearch(event.target.value)} />
        <button type="button" className="icon-button small library-close" aria-label="Put the components away" title="Close" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </div>
      {groups.length === 0 && <p className="hint">Nothing is called “{search.trim()}”.</p>}
      {groups.map(({ label, entries }) => (
        <section key={label}>
          <h3>{label}</h3>
          <div className="bench-tiles">
            {entries.map((entry) => (
              <Tile key={entry.id} entry={entry} onInsert={onInsert} onCarry={onCarry} onDrop={onDrop} />
            ))}
          </div>
        </section>
      ))}
    </aside>
  );
}

function Tile({ entry, onInsert, onCarry, onDrop }: Omit<LibraryPanelProps, "onClose"> & { readonly entry: LibraryEntry }) {
  const pressed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const carried = useRef<Carried | null>(null);
  const carriedNow = useRef(false);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    carriedNow.current = false;
    pressed.current = { x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = ({ clientX: x, clientY: y }: PointerEvent) => {
    const from = pressed.current;
    if (from === null || (carried.current === null && Math.hypot(x - from.x, y - from.y) < WANDER)) return;
    carriedNow.current = true;
    carried.current = { entry, x, y };
    onCarry(carried.current);
  };
  const letGo = (drops: boolean) => {
    const last = carried.current;
    pressed.current = null;
    carried.current = null;
    if (last === null) return;
    onCarry(null);
    if (drops) onDrop(last);
  };

  return (
    <button
      type="button"
      className="bench-tile"
      title={entry.label}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => letGo(true)}
      onPointerCancel={() => letGo(false)}
      onKeyDown={(event) => event.key === "Escape" && letGo(false)}
      onClick={() => {
        // The click that ends a drag is none.
        if (!carriedNow.current) onInsert(entry);
        carriedNow.current = false;
      }}
    >
      <SymbolIcon kind={entry.kind} properties={entry.properties} size={34} />
      <span>{entry.label}</span>
    </button>
  );
}
