import { newId, uuidFromName } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import type { EventMetadata, NewEvent } from '../event.js';

export const someMetadata = (changes: Partial<EventMetadata> = {}): EventMetadata => ({
  actor: { kind: 'user', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  commandId: '4f0c6a5e-0d5b-5a63-9a1c-3b9a6c7f2d10',
  command: 'scheduler.job.submit.v1',
  inputHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  correlationId: '4f0c6a5e-0d5b-5a63-9a1c-3b9a6c7f2d10',
  causationId: '4f0c6a5e-0d5b-5a63-9a1c-3b9a6c7f2d10',
  ...changes,
});

/** An event as a decider would give it, with an id of its own. */
export const aNewEvent = (changes: Partial<NewEvent> = {}): NewEvent => ({
  id: uuidFromName('test', newId()),
  type: 'scheduler.job.submitted.v1',
  data: { name: 'train resnet', priority: 5 } satisfies JsonObject,
  metadata: someMetadata(),
  ...changes,
});

export const newEvents = (count: number, changes: Partial<NewEvent> = {}): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => aNewEvent({ data: { index }, ...changes }));
