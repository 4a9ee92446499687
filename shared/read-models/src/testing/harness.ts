import { toPosition, type RecordedEvent, type Position } from '@berth/event-store';
import { uuidFromName } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import type { ReadModels, CollectionDefinition, DocumentWrite } from '../read-models.js';

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

export type JobDocument = {
  readonly name?: string;
  readonly status?: string | null;
  readonly priority?: number | null;
  readonly urgent?: boolean;
  readonly project?: { readonly id: string; readonly name?: string } | null;
  readonly args?: readonly string[];
};

export const JOBS: CollectionDefinition = {
  name: 'jobs',
  indexes: [
    { fields: ['status', 'priority'] },
    { fields: ['project.id', 'priority'] },
    { fields: ['priority'] },
    { fields: ['urgent'] },
  ],
};

export const at = (position: number): Position => toPosition(position);

export const aWrite = <D extends JsonObject = JobDocument>(
  id: string,
  document: D | null,
  position = 1,
): DocumentWrite<D> => ({ id, document, position: at(position) });

/** One set of read models that an adapter makes for a test. */
export interface ReadModelsHarness {
  /** Opens it, empty at first. After its `close()` it may be opened again and holds what it held. */
  open(): Promise<ReadModels>;
  /** Removes what is left behind. Everything is closed by then. */
  dispose(): Promise<void>;
}

export type ReadModelsFactory = () => ReadModelsHarness | Promise<ReadModelsHarness>;

export interface ReadModelsUnderTest {
  readonly readModels: ReadModels;
  /** Closes and opens again. */
  reopen(): Promise<ReadModels>;
}

export type WithReadModels = (test: (subject: ReadModelsUnderTest) => Promise<void>) => () => Promise<void>;

/** Gives each test read models of its own and takes them down in every case. */
export const withReadModels =
  (factory: ReadModelsFactory): WithReadModels =>
  (test) =>
  async () => {
    const harness = await factory();
    let readModels = await harness.open();
    const reopen = async () => {
      await readModels.close();
      readModels = await harness.open();
      return readModels;
    };
    try {
      await test({ readModels, reopen });
    } finally {
      await readModels.close();
      await harness.dispose();
    }
  };
