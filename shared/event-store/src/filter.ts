import type { EventFilter } from './event-store.js';

/** Whether a filter takes an event; every adapter must come to the same answer. */
export function matchesFilter(
  filter: EventFilter | undefined,
  { stream, type }: { readonly stream: string; readonly type: string },
): boolean {
  const { streamPrefixes = [], types = [] } = filter ?? {};
  if (types.length > 0 && !types.includes(type)) return false;
  return streamPrefixes.length === 0 || streamPrefixes.some((prefix) => stream.startsWith(prefix));
}
