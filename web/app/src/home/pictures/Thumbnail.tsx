import { useEffect, useRef, useState } from "react";
import type { DocumentRecord } from "../../api/documents";
import { kindOf } from "../../api/kinds";
import { useTheme } from "../../theme/theme";
import { Icon } from "../../ui/Icon";
import { fileOf, hasPicture } from "./files";
import "./pictures.css";

const size = { width: 56, height: 40 };

/** A small picture of what is in a document, once its row is seen; until then, and where there is nothing to see, the sign of its kind. */
export function Thumbnail({ record }: { record: DocumentRecord }) {
  const frame = useRef<HTMLSpanElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [isSeen, setSeen] = useState(false);
  const [isDrawn, setDrawn] = useState(false);
  const kind = kindOf(record.kind);

  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen((seen) => seen || entries.some(({ isIntersecting }) => isIntersecting)));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!isSeen || !hasPicture(record)) return;
    let isGone = false;
    const show = async (file: string | null) => {
      const drawn = file !== null && (await draw(canvas.current!, record.kind, file, theme, () => isGone).catch(() => false));
      if (!isGone) setDrawn(drawn);
    };
    const { known, newest } = fileOf(record);
    if (known !== null) void show(known);
    void newest.then((file) => {
      if (!isGone && file !== known) void show(file);
    });
    return () => {
      isGone = true;
    };
  }, [isSeen, record, theme]);

  return (
    <span ref={frame} className={`kind kind-${record.kind}${isDrawn ? " pictured" : ""}`} title={kind?.label ?? record.kind}>
      <canvas ref={canvas} className={`picture ${record.kind} ${theme}`} hidden={!isDrawn} aria-hidden="true" />
      <Icon name={kind?.icon ?? "text"} size={isDrawn ? 12 : 18} />
    </span>
  );
}

async function draw(canvas: HTMLCanvasElement, kind: string, file: string, theme: "light" | "dark", isGone: () => boolean): Promise<boolean> {
  // The optics are loaded for the first bench that is seen.
  const drawBench = kind === "bench" ? (await import("./drawBench")).drawBench : null;
  const drawBoard = kind === "board" ? (await import("./drawBoard")).drawBoard : null;
  if (isGone()) return false;
  // Twice as fine as it is shown, so that thin lines stay.
  const fine = { width: size.width * 2, height: size.height * 2 };
  if (drawBench) return drawBench(canvas, file, fine, theme);
  Object.assign(canvas, fine);
  return drawBoard?.(canvas.getContext("2d")!, file, fine) ?? false;
}
