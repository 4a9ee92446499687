import type { EventDefinition } from '@berth/contracts/define';
import { readAs, type RecordedEvent } from '@berth/event-store';

/** Narrows a recorded event to those of one catalogue. */
export function eventsOf<E extends { readonly type: string }>(catalogue: {
  readonly [name: string]: EventDefinition;
}): (event: RecordedEvent) => (E & { readonly recordedAt: string }) | undefined {
  const types = new Set(Object.values(catalogue).map(({ type }) => type));
  return (event) => (types.has(event.type) ? readAs<E>(event) : undefined);
}
