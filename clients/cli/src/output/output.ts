import { CliError, UsageError } from '../errors.js';
import { OUTPUTS } from '../config/config.js';
import { paint } from './colours.js';
import type { Filter } from './jq.js';
import { at, cellText, plainId, type Column, type Item, type Looks, type View } from './view.js';
import { padded, printable, widthOf } from './width.js';

export type OutputKind = (typeof OUTPUTS)[number];

export interface OutputOptions {
  readonly kind: OutputKind;
  /** Of `--json a,b`: these members only. */
  readonly fields: readonly string[];
  readonly looks: Looks;
  readonly colour: boolean;
  readonly quiet: boolean;
}

/** Data goes to stdout, and what is said to people to stderr. */
export class Output {
  #filter: Filter | undefined;

  constructor(
    readonly options: OutputOptions,
    private readonly stdout: (text: string) => void,
    private readonly stderr: (text: string) => void,
  ) {}

  /** Of `--jq`: what is made of each answer. */
  filterBy(filter: Filter): void {
    this.#filter = filter;
  }

  get isForPeople(): boolean {
    return this.options.kind === 'table' || this.options.kind === 'wide';
  }

  /** A sentence for people; `--quiet` leaves it out. */
  say(line: string): void {
    if (!this.options.quiet) this.stderr(`${line}\n`);
  }

  /** Also with `--quiet`. */
  warn(line: string): void {
    this.stderr(`${line}\n`);
  }

  write(text: string): void {
    this.stdout(text);
  }

  line(text: string): void {
    this.stdout(`${text}\n`);
  }

  async list(items: readonly Item[], view: View, empty = 'nothing found'): Promise<void> {
    const { kind, looks } = this.options;
    if (kind === 'name') for (const item of items) this.line(nameOf(item, view));
    else if (!this.isForPeople) await this.data(items);
    else if (items.length === 0) this.say(empty);
    else
      this.#table(
        view.columns.filter((each) => kind === 'wide' || !each.wide),
        items,
        looks,
      );
  }

  async one(item: Item, view: View): Promise<void> {
    const { kind, looks } = this.options;
    if (kind === 'name') return this.line(nameOf(item, view));
    if (!this.isForPeople) return this.data(item);
    const rows = view.columns
      .map(({ header, cell }) => [header.toLowerCase(), printable(cellText(cell, item, looks))] as const)
      .filter(([, value]) => value !== '');
    const width = Math.max(...rows.map(([name]) => widthOf(name)));
    for (const [name, value] of rows) this.line(`${this.#paint(padded(name, width), 'dim')}  ${value}`);
  }

  /** The answer itself, as JSON or YAML. */
  async data(value: unknown): Promise<void> {
    if (this.#filter) return this.#filtered(value, this.#filter);
    if (this.options.kind !== 'yaml') return this.line(JSON.stringify(this.#chosen(value), undefined, 2));
    const { stringify } = await import('yaml');
    this.write(stringify(this.#chosen(value)));
  }

  /** One of many answers that come by and by: a line of JSON. */
  row(value: unknown): void {
    if (this.#filter) this.#filtered(value, this.#filter);
    else this.line(JSON.stringify(this.#chosen(value)));
  }

  #filtered(value: unknown, filter: Filter): void {
    for (const line of filter(this.#chosen(value))) this.line(line);
  }

  #chosen(value: unknown): unknown {
    const { fields } = this.options;
    return fields.length === 0 ? value : selected(value, fields);
  }

  #table(columns: readonly Column[], items: readonly Item[], looks: Looks): void {
    const rows = items.map((item) => columns.map(({ cell }) => printable(cellText(cell, item, looks))));
    const widths = columns.map(({ header }, index) =>
      Math.max(widthOf(header), ...rows.map((row) => widthOf(row[index] ?? ''))),
    );
    const lineOf = (cells: readonly string[]): string =>
      cells
        .map((cell, index) => padded(cell, widths[index] ?? 0))
        .join('  ')
        .trimEnd();
    this.line(this.#paint(lineOf(columns.map(({ header }) => header)), 'dim'));
    for (const row of rows) this.line(this.#states(lineOf(row)));
  }

  #paint(text: string, style: 'dim' | 'green' | 'red' | 'yellow'): string {
    return this.options.colour ? paint(text, style) : text;
  }

  /** Colours a state where it stands as a word. */
  #states(line: string): string {
    if (!this.options.colour) return line;
    return line
      .replace(/(?<= {2}|^)(SUCCEEDED|RUNNING|ONLINE|ACTIVE|AVAILABLE)(?= |$)/, (word) =>
        paint(word, 'green'),
      )
      .replace(/(?<= {2}|^)(FAILED|LOST|TIMED_OUT|ERROR|REJECTED)(?= |$)/, (word) => paint(word, 'red'))
      .replace(/(?<= {2}|^)(QUEUED|AWAITING_APPROVAL|DRAINING)(?= |$)/, (word) => paint(word, 'yellow'));
  }
}

const nameOf = (item: Item, view: View): string => {
  const value = at(item, view.name);
  return printable(view.name === 'id' ? plainId(value) : String(value ?? ''));
};

function selected(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => selected(each, fields));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    fields.map((field) => {
      const first = field.split('.')[0] ?? '';
      if (!Object.hasOwn(value, first))
        throw new UsageError(
          `--json: there is no field ${field}; there are ${Object.keys(value).join(', ')}`,
        );
      return [field, at(value, field) ?? null];
    }),
  );
}

export function parseOutputKind(text: string, where: string): OutputKind {
  const found = OUTPUTS.find((each) => each === text);
  if (!found) throw new CliError(`${where}: "${text}" is not one of ${OUTPUTS.join(', ')}`, 2);
  return found;
}
