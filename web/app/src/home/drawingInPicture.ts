/** Pictures that a drawing can be embedded in. */
export const pictureExtensions: readonly string[] = [".png", ".svg"];

const isPicture = ({ name }: File) => pictureExtensions.some((extension) => name.toLowerCase().endsWith(extension));

/** A picture with an embedded drawing as a drawing; any other file as it is. Throws an Error in words when the picture has none. */
export async function withoutPicture(file: File): Promise<File> {
  if (!isPicture(file)) return file;
  // The drawing editor knows how it has packed the drawing; it is loaded for that alone.
  const { loadFromBlob, serializeAsJSON } = await import("@excalidraw/excalidraw");
  const scene = await loadFromBlob(file.type === "" ? new Blob([file], { type: typeOf(file) }) : file, null, null).catch(() => null);
  if (scene === null) throw new Error("There is no drawing in this picture. Only pictures that were exported with “Embed scene” can be opened again.");
  return new File([serializeAsJSON(scene.elements, scene.appState, scene.files, "local")], file.name.replace(/(?:\.excalidraw)?\.\w+$/, ".excalidraw"));
}

const typeOf = ({ name }: File) => (name.toLowerCase().endsWith(".png") ? "image/png" : "image/svg+xml");
