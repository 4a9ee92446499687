import { hash } from 'node:crypto';
import { QueryError } from './errors.js';
import type { Scalar } from './read-models.js';

/** Where an item stands in a sorted list: its sort values, then its id. */
export interface CursorPlace {
  readonly id: string;
  readonly values: readonly Scalar[];
}

/** Distinguishes the cursors of queries: a cursor used elsewhere would give a wrong page. */
export function fingerprint(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);
}

export function encodeCursor(mark: string, place: CursorPlace): string {
  return Buffer.from(JSON.stringify([mark, place.id, ...place.values])).toString('base64url');
}

export function decodeCursor(cursor: string, mark: string, sortFields: number): CursorPlace {
  const parts = parse(cursor);
  if (
    !Array.isArray(parts) ||
    parts[0] !== mark ||
    parts.length !== sortFields + 2 ||
    typeof parts[1] !== 'string'
  ) {
    throw new QueryError('cursor', 'is not a cursor of this query');
  }
  const values = parts.slice(2) as unknown[];
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    throw new QueryError('cursor', 'is not a cursor of this query');
  }
  return { id: parts[1], values: values as Scalar[] };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
