import { linesOf, refusal, wrong } from './lines.js';

/** One line of a table, whose columns are read by name. */
export class CsvRow {
  constructor(
    private readonly values: readonly string[],
    private readonly columns: ReadonlyMap<string, number>,
    private readonly line: number,
    private readonly field: string,
  ) {}

  text(column: string): string {
    return this.values[this.columns.get(column) ?? -1] ?? '';
  }

  /** @throws RejectedError naming line and column */
  number(column: string): number {
    const value = this.optional(column);
    if (value === undefined) throw this.wrong(column, 'must be a number of at least 0');
    return value;
  }

  optional(column: string): number | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw this.wrong(column, 'must be a number of at least 0');
    return value;
  }

  wrong(column: string, right: string): Error {
    return wrong(this.field, this.line, `column ${column}`, right, this.text(column));
  }
}

/**
 * A table with a header and without quotes, as the openb traces are.
 * @throws RejectedError where a needed column or a value of a line is missing
 */
export function* csvRows(text: string, needed: readonly string[], field: string): Generator<CsvRow> {
  let columns: Map<string, number> | undefined;
  for (const { text: line, number } of linesOf(text)) {
    const values = line.split(',').map((value) => value.trim());
    if (!columns) {
      columns = new Map(values.map((name, index) => [name, index]));
      const missing = needed.find((name) => !columns?.has(name));
      if (missing !== undefined)
        throw wrong(field, number, `column ${missing}`, `is required, as are ${needed.join(', ')}`, line);
    } else if (values.length === columns.size) yield new CsvRow(values, columns, number, field);
    else
      throw wrong(field, number, `${values.length} values`, `must have ${columns.size} as the header`, line);
  }
  if (!columns) throw refusal(field, `must have a header with ${needed.join(', ')}`);
}
