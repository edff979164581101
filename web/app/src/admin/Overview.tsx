import type { AdminState } from "../api/admin";
import { bytesWords, countWords, durationWords, rateOf, rateWords } from "./figures";

/** The server at a glance. */
export function Overview({ now, before }: { now: AdminState; before: AdminState | null }) {
  const { server, storage } = now;
  const rate = (count: (state: AdminState) => number) => rateOf(now, before, count);
  const changes = rate((state) => state.server.changes);
  const sent = rate((state) => state.server.bytes_sent);
  const cpu = rate((state) => state.server.cpu);
  const figures: readonly (readonly [title: string, figure: string, more: string])[] = [
    ["Connections", countWords(server.connections), `in ${countWords(server.rooms)} open document${server.rooms === 1 ? "" : "s"}`],
    ["Changes per second", changes === null ? "–" : rateWords(changes), `${countWords(server.changes)} in all, ${countWords(server.rejected)} rejected`],
    ["Sent per second", sent === null ? "–" : bytesWords(sent), `${bytesWords(server.bytes_sent)} in all`],
    ["Processor", cpu === null ? "–" : `${(cpu / 10).toFixed(cpu < 100 ? 1 : 0)} %`, "of one core"],
    ["Memory", bytesWords(server.memory), `running for ${durationWords(server.now - server.started)}`],
    [
      "Stored",
      storage.bytes === null ? "–" : bytesWords(storage.bytes),
      `${countWords(storage.documents)} document${storage.documents === 1 ? "" : "s"}${storage.free === null ? "" : `, ${bytesWords(storage.free)} free`}`,
    ],
  ];
  return (
    <dl className="figures">
      {figures.map(([title, figure, more]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd className="figure">{figure}</dd>
          <dd className="hint">{more}</dd>
        </div>
      ))}
    </dl>
  );
}
