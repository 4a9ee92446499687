import type { Scalar } from '@berth/read-models';

export type ColumnValue = string | number | Uint8Array;

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);

/**
 * SQLite orders numbers, then text, then blobs. With null below every number and booleans as blobs, one plain
 * comparison (also of row values) gives the port's order, and no column is ever NULL.
 */
export function toColumn(value: Scalar): ColumnValue {
  if (value === null) return -Infinity;
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  return value;
}

/** SQL literals between which all values of a type lie, the upper one outside. */
export const TYPE_RANGES = {
  number: { above: '> -9e999', below: "< ''" },
  string: { above: ">= ''", below: "< x''" },
  boolean: { above: ">= x''", below: "<= x'01'" },
} as const;
