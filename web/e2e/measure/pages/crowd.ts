import { connect, type Session } from "@weft/client";

/** Ten others, each with a connection of its own, who drag one element each: a preview 20 times a second, and the change itself once a lap. */
const sessions: Session[] = [];
let timer: ReturnType<typeof setInterval> | undefined;

const crowd = {
  async join(server: string, document: string, names: readonly string[]): Promise<void> {
    const joined = names.map((name, index) => connect({ url: `${server}/ws`, document, name, color: colors[index % colors.length]!, storage: null }));
    sessions.push(...joined);
    await Promise.all(joined.map(({ ready }) => ready));
  },
  drag(ids: readonly string[]): void {
    const from = ids.map((id, index) => sessions[index]!.items("elements").get(id)!.properties as { x: number; y: number });
    let turn = 0;
    timer = setInterval(() => {
      turn += 1;
      for (const [index, id] of ids.entries()) {
        const session = sessions[index]!;
        const at = { x: from[index]!.x + 150 * Math.sin(turn / 12 + index), y: from[index]!.y + 150 * Math.cos(turn / 12 + index) };
        const isDrop = (turn + index * 6) % 60 === 0;
        if (isDrop) session.change([{ op: "update", path: `elements/${id}`, properties: at }]);
        session.setCursor({ pointer: at, selected: [id], ...(!isDrop && { preview: [{ op: "update", path: `elements/${id}`, properties: at }] }) });
      }
    }, 50);
  },
  rest(): void {
    clearInterval(timer);
    for (const session of sessions) session.setCursor(null);
  },
};

const colors = ["#c92a2a", "#a61e4d", "#862e9c", "#5f3dc4", "#364fc7", "#1864ab", "#0b7285", "#087f5b", "#2b8a3e", "#5c940d"];

declare global {
  interface Window {
    crowd: typeof crowd;
  }
}

window.crowd = crowd;
