import type { CatalogueEntry } from './catalogue.js';

type Schema = { readonly [keyword: string]: unknown };

/**
 * Breaking changes of published events, which are stored permanently. Allowed are new events and new optional
 * fields; anything else needs a new version of the event and an upcaster. Empty where all is well.
 */
export function breakingChanges(
  published: readonly CatalogueEntry[],
  current: readonly CatalogueEntry[],
): string[] {
  const now = new Map(current.map((entry) => [entry.type, entry.schema]));
  return published.flatMap(({ type, schema }) => {
    const today = now.get(type);
    return today ? compare(type, schema, today) : [`${type}: was removed`];
  });
}

function compare(path: string, was: unknown, is: unknown): string[] {
  if (!isSchema(was) || !isSchema(is))
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [`${path}: changed`];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((keyword) => {
    if (keyword === 'description') return [];
    if (keyword === 'properties') return properties(path, was, is);
    if (keyword === 'required') return required(path, was, is);
    if (keyword === 'items') return compare(`${path}[]`, was['items'], is['items']);
    const same = JSON.stringify(was[keyword]) === JSON.stringify(is[keyword]);
    return same ? [] : [`${path}: ${keyword} was ${text(was[keyword])}, is ${text(is[keyword])}`];
  });
}

function properties(path: string, was: Schema, is: Schema): string[] {
  const before = (was['properties'] ?? {}) as Schema;
  const after = (is['properties'] ?? {}) as Schema;
  return Object.entries(before).flatMap(([name, schema]) =>
    name in after ? compare(`${path}.${name}`, schema, after[name]) : [`${path}.${name}: was removed`],
  );
}

function required(path: string, was: Schema, is: Schema): string[] {
  const before = (was['required'] ?? []) as readonly string[];
  const after = (is['required'] ?? []) as readonly string[];
  const added = after
    .filter((name) => !before.includes(name))
    .map((name) => `${path}.${name}: is required now`);
  const freed = before
    .filter((name) => !after.includes(name))
    .map((name) => `${path}.${name}: is optional now, and readers rely on it`);
  return [...added, ...freed];
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (value === undefined ? 'not there' : JSON.stringify(value));
