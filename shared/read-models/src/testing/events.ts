import { uuidFromName } from '@berth/kernel/ids';
import { toPosition, type RecordedEvent } from '@berth/event-store';

/** What a test cares about; the rest is filled in. */
export type TestEvent = Pick<RecordedEvent, 'type' | 'data'> & Partial<RecordedEvent>;

const FIRST_INSTANT = Date.UTC(2026, 0, 1);

/** The event as a store would give it, `place` counting from 1. A second passes between two places. */
export function recorded(event: TestEvent, place = 1): RecordedEvent {
  const id = uuidFromName('test event', String(place));
  return {
    id,
    stream: 'job:test',
    revision: place - 1,
    position: toPosition(place),
    recordedAt: new Date(FIRST_INSTANT + place * 1_000).toISOString(),
    metadata: {
      actor: { kind: 'system', id: 'test' },
      commandId: id,
      command: 'test',
      inputHash: '',
      correlationId: id,
      causationId: id,
    },
    ...event,
  };
}

export const eventsFrom = (events: readonly TestEvent[], firstPlace = 1): readonly RecordedEvent[] =>
  events.map((event, index) => recorded(event, firstPlace + index));
