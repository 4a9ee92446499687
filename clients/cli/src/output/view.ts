import { formatDuration } from '../time/duration.js';
import { formatTime } from '../time/format-time.js';

export type Item = { readonly [name: string]: unknown };

export interface Looks {
  readonly utc: boolean;
}

/** What one cell shows; a dot goes into members. */
export type Cell = string | ((item: Item, looks: Looks) => string);

export interface Column {
  readonly header: string;
  readonly cell: Cell;
  /** Shown by `-o wide`, and of a single thing. */
  readonly wide?: boolean;
}

export interface View {
  readonly columns: readonly Column[];
  /** What `-o name` prints, and completion offers. */
  readonly name: string;
}

export const column = (header: string, cell: Cell): Column => ({ header, cell });
export const wide = (header: string, cell: Cell): Column => ({ header, cell, wide: true });

export function at(item: unknown, path: string): unknown {
  let value = item;
  for (const name of path.split('.')) value = (value as Item | null | undefined)?.[name];
  return value;
}

export const time =
  (path: string): Cell =>
  (item, { utc }) => {
    const value = at(item, path);
    return typeof value === 'string' ? formatTime(value, utc) : '';
  };

export const minutes =
  (path: string): Cell =>
  (item) => {
    const value = at(item, path);
    return typeof value === 'number' ? formatDuration(value * 60_000) : '';
  };

/** From one instant to another, or to now. */
export const between =
  (from: string, until: string): Cell =>
  (item) => {
    const began = at(item, from);
    if (typeof began !== 'string') return '';
    const ended = at(item, until);
    return formatDuration((typeof ended === 'string' ? Date.parse(ended) : Date.now()) - Date.parse(began));
  };

/** Ids of the API are `Kind:ID` in base64url; people see the id. */
export function plainId(id: unknown): string {
  if (typeof id !== 'string') return '';
  const decoded = Buffer.from(id, 'base64url').toString('latin1');
  return /^[A-Za-z]+:(?<plain>[\x21-\x7e]+)$/.exec(decoded)?.groups?.['plain'] ?? id;
}

export const id =
  (path = 'id'): Cell =>
  (item) =>
    plainId(at(item, path));

export const list =
  (path: string, of: Cell = ''): Cell =>
  (item, looks) => {
    const values = at(item, path);
    if (!Array.isArray(values)) return '';
    return values
      .map((value: unknown) => (of === '' ? text(value) : cellText(of, value as Item, looks)))
      .join(', ');
  };

export function cellText(cell: Cell, item: Item, looks: Looks): string {
  return typeof cell === 'function' ? cell(item, looks) : text(at(item, cell));
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
