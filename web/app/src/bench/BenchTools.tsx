import { Fragment } from "react";
import { library, type LibraryEntry } from "@weft/optics";
import { Icon } from "../ui/Icon";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuTitle } from "../ui/Menu";
import type { Bench } from "./Bench";
import { grids, type Snap } from "./gestures";

interface BenchToolsProps {
  readonly bench: Bench;
  readonly snap: Snap;
  readonly zoom: number;
  readonly onSnap: (snap: Snap) => void;
  readonly onInsert: (entry: LibraryEntry) => void;
  /** A way of light is to be measured. */
  readonly onMeasure: () => void;
  /** Shows the library where it has no place of its own, or puts it away. */
  readonly onLibrary: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly hasLaser: boolean;
  readonly onLaser: (on: boolean) => void;
}

/** The tools over the bench: on the left what changes it, on the right what one sees of it. */
export function BenchTools({ bench, snap, zoom, onSnap, onInsert, onMeasure, onLibrary, onUndo, onRedo, onZoom, onFit, hasLaser, onLaser }: BenchToolsProps) {
  return (
    <>
      {bench.canEdit && (
        <div className="bench-tools" role="toolbar" aria-label="Change">
          <button type="button" className="icon-button library-button" aria-label="Components" title="Components" onClick={onLibrary}>
            <Icon name="bench" />
          </button>
          <Menu
            label="Insert"
            align="start"
            triggerClass="button small"
            trigger={
              <>
                <Icon name="plus" size={14} />
                Insert
              </>
            }
          >
            <div className="bench-insert">
              {library.map(({ label, entries }) => (
                <Fragment key={label}>
                  <MenuTitle>{label}</MenuTitle>
                  {entries.map((entry) => (
                    <MenuItem key={entry.id} onChoose={() => onInsert(entry)}>
                      {entry.label}
                    </MenuItem>
                  ))}
                </Fragment>
              ))}
              <MenuItem onChoose={onMeasure}>Length along a ray…</MenuItem>
            </div>
          </Menu>
          <span className="bench-gap" />
          <button type="button" className="icon-button" aria-label="Undo" title="Undo (Ctrl+Z)" disabled={!bench.canUndo} onClick={onUndo}>
            <Icon name="undo" />
          </button>
          <button type="button" className="icon-button" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled={!bench.canRedo} onClick={onRedo}>
            <Icon name="redo" />
          </button>
          <span className="bench-gap" />
          <Menu label={snap.on ? `Snap to ${snap.grid} mm` : "Snap is off"} align="start" triggerClass={snap.on ? "icon-button active" : "icon-button"} trigger={<Icon name="snap" />}>
            <MenuChoice checked={!snap.on} onChoose={() => onSnap({ ...snap, on: false })}>
              Free
            </MenuChoice>
            {grids.map((grid) => (
              <MenuChoice key={grid} checked={snap.on && snap.grid === grid} onChoose={() => onSnap({ ...snap, on: true, grid })}>
                Snap to {grid} mm, {snap.angle}°
              </MenuChoice>
            ))}
            <MenuLine />
            <MenuTitle>Shift or Alt while dragging: free</MenuTitle>
          </Menu>
        </div>
      )}
      <div className="bench-tools bench-view" role="toolbar" aria-label="View">
        <button
          type="button"
          className={hasLaser ? "icon-button active" : "icon-button"}
          aria-label="Laser pointer"
          aria-pressed={hasLaser}
          title="Laser pointer (K)"
          onClick={() => onLaser(!hasLaser)}
        >
          <Icon name="laser" />
        </button>
        <button type="button" className="icon-button" aria-label="Zoom out" title="Zoom out" onClick={() => onZoom(1 / 1.25)}>
          <Icon name="minus" />
        </button>
        <output className="bench-zoom" aria-label="Zoom">
          {scaleText(zoom)}
        </output>
        <button type="button" className="icon-button" aria-label="Zoom in" title="Zoom in" onClick={() => onZoom(1.25)}>
          <Icon name="plus" />
        </button>
        <button type="button" className="icon-button" aria-label="Show all" title="Show all (Shift+1)" onClick={onFit}>
          <Icon name="fit" />
        </button>
      </div>
    </>
  );
}

/** The scale bar is about as many pixels long. */
const BAR = 90;

/** A length that is round, and how many pixels it has. */
export function scaleBar(zoom: number): { readonly length: number; readonly pixels: number } {
  const wanted = BAR / zoom;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const length = power * ([5, 2, 1].find((times) => times * power <= wanted) ?? 1);
  return { length, pixels: length * zoom };
}

export const lengthText = (millimetres: number): string =>
  millimetres >= 1_000 ? `${(millimetres / 1_000).toLocaleString("en")} m` : millimetres < 1 ? `${(millimetres * 1_000).toLocaleString("en")} µm` : `${millimetres.toLocaleString("en")} mm`;

const scaleText = (zoom: number) => `${Math.round((zoom / 2) * 100)} %`;
