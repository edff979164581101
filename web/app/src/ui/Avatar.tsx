/** The first letters of the first and last word, as people write initials, without brackets before them; whole code points, so that no emoji is cut. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).map((word) => word.replace(/^\p{P}+(?=.)/u, "")).filter(Boolean);
  const first = words[0] ?? "?";
  const letters = words.length > 1 ? [[...first][0], [...words.at(-1)!][0]] : [...first].slice(0, 1);
  return letters.join("").toUpperCase();
}

interface AvatarProps {
  readonly name: string;
  readonly color: string;
  readonly self?: boolean;
}

/** Initials on the colour of the user; one's own has a ring. What it means is said by the control or list item around it. */
export function Avatar({ name, color, self = false }: AvatarProps) {
  return (
    <span className={self ? "avatar self" : "avatar"} style={{ backgroundColor: color, color }} aria-hidden="true">
      <span>{initials(name)}</span>
    </span>
  );
}
