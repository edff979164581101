/** Something to be done at the next frame. */
export interface Frame {
  cancel(): void;
}

/** A page that is not seen has no frames: there it takes this long, in milliseconds. */
const UNSEEN = 16;

/** Does something when the browser draws next. */
export function nextFrame(then: () => void): Frame {
  if (typeof requestAnimationFrame === "function" && document.visibilityState === "visible") {
    const id = requestAnimationFrame(then);
    return { cancel: () => cancelAnimationFrame(id) };
  }
  const timer = setTimeout(then, UNSEEN);
  return { cancel: () => clearTimeout(timer) };
}
