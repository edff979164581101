/** How long the browser may take to begin with a file, in milliseconds. */
const patience = 60_000;

/** Gives the person a file, as a download. */
export function saveFile({ name, content }: { readonly name: string; readonly content: string }): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), patience);
}
