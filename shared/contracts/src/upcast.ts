import type { JsonObject } from '@berth/kernel/json';

export interface VersionedEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** Turns an event of one version into the next version's. Pure: what the old one did not say must follow from what it did. */
export type Upcaster = (event: VersionedEvent) => VersionedEvent;

/** By the wire name that they take, for example `scheduler.job.submitted.v1` where there is a v2. */
export type Upcasters = { readonly [type: string]: Upcaster };

/** None yet: every event is still at version 1. See docs/adding/event.md for how to add one. */
export const upcasters: Upcasters = {};

const MAX_VERSIONS = 100;

/** The event at its newest version; the very same object where it is that already. */
export function upcast<E extends VersionedEvent>(event: E, known: Upcasters = upcasters): E {
  let newest: VersionedEvent = event;
  for (let step = 0; step < MAX_VERSIONS; step += 1) {
    const next = known[newest.type];
    if (!next) return newest === event ? event : { ...event, type: newest.type, data: newest.data };
    newest = next(newest);
  }
  throw new Error(`the upcasters of ${event.type} form a cycle`);
}
