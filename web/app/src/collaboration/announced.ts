let announced: string | null = null;

/** Lets the page of a document, which is opened next, begin with the addresses to share. */
export function announce(document: string): void {
  announced = document;
}

/** Whether the page of a document is to begin with them; said once. */
export function takeAnnounced(document: string): boolean {
  const is = announced === document;
  if (is) announced = null;
  return is;
}
