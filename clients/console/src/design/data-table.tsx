import type { ReactNode } from 'react';

export interface Column {
  readonly id: string;
  readonly name: string;
  /** Numbers stand under each other at their end. */
  readonly end?: boolean;
}

export interface DataRow {
  readonly id: string;
  /** One a column; the first names the row. */
  readonly cells: readonly ReactNode[];
}

export interface DataTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly DataRow[];
}

/** Rows of facts; what does not fit is scrolled to, by the keyboard too. */
export const DataTable = ({ label, columns, rows }: DataTableProps): ReactNode => (
  <div
    className="overflow-x-auto rounded-md border border-line bg-raised"
    tabIndex={0}
    role="region"
    aria-label={label}
  >
    <table className="w-full border-collapse text-start">
      <thead>
        <tr className="border-b border-strong-line text-sm text-muted">
          {columns.map(({ id, name, end }) => (
            <th
              key={id}
              scope="col"
              className={`px-3 py-2 font-medium whitespace-nowrap ${end ? 'text-end' : 'text-start'}`}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id} className="border-b border-line last:border-b-0 hover:bg-sunken">
            {cells.map((cell, index) => {
              const look = `px-3 py-2 ${columns[index]?.end ? 'text-end tabular-nums whitespace-nowrap' : 'text-start'}`;
              return index === 0 ? (
                <th
                  key={columns[index]?.id}
                  scope="row"
                  className={`${look} max-w-72 font-normal break-words`}
                >
                  {cell}
                </th>
              ) : (
                <td key={columns[index]?.id} className={look}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
