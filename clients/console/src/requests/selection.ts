/** Which rows of a list are chosen, and which one the keyboard is at. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Undefined before the first key. */
  readonly at: string | undefined;
  /** Where a range begins that Shift extends. */
  readonly anchor: string | undefined;
}

export const NOTHING: Selection = { chosen: new Set(), at: undefined, anchor: undefined };

/** @returns with the row chosen, or not any more; with `range`, all rows from the last one that was chosen to it */
export function toggled(selection: Selection, ids: readonly string[], id: string, range = false): Selection {
  const chosen = new Set(selection.chosen);
  const from = range && selection.anchor !== undefined ? ids.indexOf(selection.anchor) : -1;
  if (from >= 0) {
    const to = ids.indexOf(id);
    for (const each of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.add(each);
  } else if (!chosen.delete(id)) chosen.add(id);
  return { chosen, at: id, anchor: id };
}

/** @returns with the keyboard so many rows further; it stays on the list */
export function moved(selection: Selection, ids: readonly string[], by: number): Selection {
  if (ids.length === 0) return selection;
  const now = selection.at === undefined ? -1 : ids.indexOf(selection.at);
  const next = now < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, now + by));
  return { ...selection, at: ids[next] };
}

/** @returns without what the list does not have any more: it was decided, here or by somebody else */
export function within(selection: Selection, ids: readonly string[]): Selection {
  const there = new Set(ids);
  const keep = (id: string | undefined): string | undefined =>
    id !== undefined && there.has(id) ? id : undefined;
  return {
    chosen: new Set([...selection.chosen].filter((id) => there.has(id))),
    at: keep(selection.at),
    anchor: keep(selection.anchor),
  };
}

/** What a decision is about: the chosen rows, else the one that the keyboard is at. */
export function subjectsOf({ at, chosen }: Selection): readonly string[] {
  if (chosen.size > 0) return [...chosen];
  return at === undefined ? [] : [at];
}
