import { useState } from "react";
import type { Limit } from "../api/admin";
import { Section } from "../ui/PageFrame";
import { countWords } from "./figures";
import { Table, type Column } from "./Table";

const columns: readonly Column<Limit>[] = [
  {
    title: "Limit",
    cell: ({ name, reason }) => (
      <>
        <code>{name}</code>
        <span className="hint limit-reason">{reason}</span>
      </>
    ),
  },
  { title: "Value", number: true, cell: ({ value, unit }) => `${countWords(value)} ${unit}` },
  { title: "Hit", number: true, cell: ({ hits }) => (hits === 0 ? "never" : hits === 1 ? "once" : `${countWords(hits)} times`) },
];

/** What the server bears: first what was too much for it. */
export function Limits({ limits }: { limits: readonly Limit[] }) {
  const [all, setAll] = useState(false);
  const hit = limits.filter(({ hits }) => hits > 0).sort((a, b) => b.hits - a.hits);
  return (
    <Section
      title="Limits"
      action={
        <button type="button" className="button small" aria-pressed={all} onClick={() => setAll(!all)}>
          {all ? "Only those that were hit" : `Show all ${limits.length}`}
        </button>
      }
    >
      <Table
        label="Limits"
        columns={columns}
        rows={all ? limits : hit}
        keyOf={({ name }) => name}
        empty="None was hit since the server started."
      />
    </Section>
  );
}
