import { boundsOf, type Material, poseOf, type Properties, symbolOf, union } from "@weft/optics";
import { RayLayer } from "../../bench/RayLayer";
import { palettes } from "../../bench/palettes";
import { fitted, type Size, toCanvasPoint } from "../../bench/viewport";

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly properties: Properties;
}

/** What a material looks like where nothing is wider than some pixels. */
const inks: { readonly [theme in "light" | "dark"]: (material: Material) => { readonly stroke: string; readonly fill?: string } } = {
  light: (material) => (material === "glass" ? { stroke: "#5f8fba", fill: "#cfe3f5b8" } : { stroke: "#4a463e" }),
  dark: (material) => (material === "glass" ? { stroke: "#86b0d8", fill: "#4c6f9440" } : { stroke: "#c9c4b8" }),
};

/** What stands in the lists of an assembly file. */
function entriesOf(file: string): readonly Entry[] {
  // Python writes numbers bare for which JSON has no word.
  const assembly = JSON.parse(file.replaceAll(/: (?:-?Infinity|NaN)\b/g, ": null")) as { readonly [list: string]: unknown };
  const lists = Object.entries(assembly).filter((entry): entry is [string, Properties[]] => Array.isArray(entry[1]));
  return lists.flatMap(([list, entries]) =>
    entries.map((properties, index): Entry => {
      const kind = properties["_type"] ?? properties["type"];
      return { id: `${list} ${index}`, kind: typeof kind === "string" ? kind : list.replace(/s$/, ""), properties };
    }),
  );
}

/** Draws an assembly file with its rays so that all of it fits; returns whether there was anything. Throws for what is no such file. */
export function drawBench(canvas: HTMLCanvasElement, file: string, size: Size, theme: "light" | "dark"): boolean {
  const placed = entriesOf(file).filter(({ kind, properties }) => poseOf(kind, properties) !== null);
  const box = union(placed.flatMap(({ kind, properties }) => boundsOf(kind, properties) ?? []));
  if (box === null) return false;
  const view = fitted(box, size);
  const layer = new RayLayer(canvas);
  layer.trace(placed);
  layer.draw(view, size, palettes[theme]);
  const context = canvas.getContext("2d")!;
  const scale = canvas.width / size.width;
  for (const { kind, properties } of placed) {
    const pose = poseOf(kind, properties)!;
    const at = toCanvasPoint(view, size, pose);
    context.setTransform(scale, 0, 0, scale, scale * at.x, scale * at.y);
    context.rotate((pose.angle * Math.PI) / 180);
    context.scale(view.zoom, view.zoom);
    context.lineWidth = 1 / view.zoom;
    for (const { material, path } of symbolOf(kind, properties).parts) {
      const { stroke, fill } = inks[theme](material);
      context.strokeStyle = stroke;
      context.stroke(new Path2D(path));
      if (fill === undefined) continue;
      context.fillStyle = fill;
      context.fill(new Path2D(path));
    }
  }
  return true;
}
