import { canonicalJson } from '@berth/kernel/json';

/** Those wanted values that differ from the present ones; undefined where none does. An absent value asks for nothing. */
export function changed<W extends object>(present: object, wanted: W): Partial<W> | undefined {
  const values = present as { readonly [key: string]: unknown };
  const different = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && !sameJson(values[key], value),
  );
  return different.length === 0 ? undefined : (Object.fromEntries(different) as Partial<W>);
}

export function sameJson(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
