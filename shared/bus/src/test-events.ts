import { randomUUID } from 'node:crypto';
import { toPosition, type EventStore, type RecordedEvent } from '@berth/event-store';
import { encodeId } from '@berth/kernel/ids';

/** For tests: the nth event of a store, of one of a few jobs. */
export function anEvent(number: number, changes: Partial<RecordedEvent> = {}): RecordedEvent {
  return {
    id: `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`,
    type: 'scheduler.job.submitted.v1',
    data: { jobId: anId(1), projectId: anId(2), number },
    metadata: {
      actor: { kind: 'user', id: anId(3) },
      commandId: `command-${number}`,
      command: 'scheduler.job.submit.v1',
      inputHash: 'ab'.repeat(32),
      correlationId: 'correlation',
      causationId: 'cause',
    },
    stream: `job:${anId(1)}`,
    revision: number,
    position: toPosition(number),
    recordedAt: '2026-01-31T08:00:00.000Z',
    ...changes,
  };
}

export const anId = (number: number): string => encodeId(Buffer.alloc(16, number));

/** For tests: appends so many events, on three streams in turn. */
export async function appendEvents(store: EventStore, count: number): Promise<void> {
  for (let done = 0; done < count; done += 10) {
    const stream = `job:${anId((done / 10) % 3)}`;
    const revision = (await store.read(stream, { direction: 'backwards', limit: 1 }))[0]?.revision;
    const events = Array.from({ length: Math.min(10, count - done) }, (_, index) => {
      const { type, data, metadata } = anEvent(index);
      return { id: randomUUID(), type, data, metadata };
    });
    await store.append(stream, events, revision ?? 'noStream');
  }
}
