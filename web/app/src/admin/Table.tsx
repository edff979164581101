import type { ReactNode } from "react";

export interface Column<Row> {
  /** What stands over it; on a narrow page, before each value. */
  readonly title: string;
  /** Right-aligned. */
  readonly number?: boolean;
  /** Stands over nothing, such as buttons. */
  readonly bare?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** What is said when there is nothing. */
  readonly empty: string;
}

/** A table that becomes a list of small cards where the page is narrow. The first column heads the card. */
export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>) {
  if (rows.length === 0) return <p className="table-empty">{empty}</p>;
  return (
    <div className="table-frame">
      {/* The roles are said, since a table that is laid out otherwise loses its own. */}
      <table className="table" role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ title, number, bare }) => (
              <th key={title} role="columnheader" scope="col" className={number ? "number" : undefined}>
                {bare ? <span className="visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ title, number, bare, cell }) => (
                <td key={title} role="cell" className={number ? "number" : undefined} data-title={bare ? undefined : title}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
