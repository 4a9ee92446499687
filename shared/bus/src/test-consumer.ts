import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import type { RecordedEvent } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { encodeCloudEvent, subjectOf } from './cloud-event.js';
import type { Bus } from './connection.js';
import { EventConsumer, type EventConsumerOptions } from './event-consumer.js';
import { ensureEventStream } from './event-stream.js';
import { ParkedStore } from './parked-store.js';
import { connectAdmin, connectAs, silentLog } from './test-bus.js';
import { anEvent, anId } from './test-events.js';

/** For tests: streams of three jobs. */
export const [A, B, C] = [`job:${anId(1)}`, `job:${anId(2)}`, `job:${anId(3)}`] as const;

export const numberOf = (event: RecordedEvent): number => event.data['number'] as number;
export const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** For tests: billing's consumer of the scheduler's events, on a real bus and real documents, anew for each test. */
export class ConsumerWorld {
  nats!: TestNats;
  scheduler!: Bus;
  billing!: Bus;
  documents!: ReadModels;
  parked!: ParkedStore;
  handled: RecordedEvent[] = [];
  /** How many events there have been: each bears its number. */
  published = 0;
  readonly #folder = tempDir('consumer');
  #files = 0;
  readonly #consumers: EventConsumer[] = [];

  async open(): Promise<void> {
    this.nats = await startNats();
    [this.scheduler, this.billing] = await Promise.all([
      connectAs(this.nats, 'scheduler'),
      connectAs(this.nats, 'billing'),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([this.scheduler.close(), this.billing.close()]);
    await this.nats.stop();
  }

  async begin(): Promise<void> {
    await ensureEventStream(await jetstreamManager(this.scheduler.nc), 'scheduler');
    this.documents = await openSqliteReadModels({ path: join(this.#folder, `${(this.#files += 1)}.db`) });
    this.parked = new ParkedStore(this.documents);
    this.handled = [];
    this.published = 0;
  }

  async end(): Promise<void> {
    await this.stopAll();
    await this.documents.close();
    await this.deleteStream();
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
  }

  async deleteStream(): Promise<void> {
    const admin = await connectAdmin(this.nats);
    await (await jetstreamManager(admin.nc)).streams.delete(STREAMS.scheduler);
    await admin.close();
  }

  async publish(...streams: string[]): Promise<void> {
    await Promise.all(
      streams.map((stream) => {
        const event = anEvent((this.published += 1), { stream });
        const body = encodeCloudEvent({ service: 'scheduler', storeId: 'store', event });
        return jetstream(this.scheduler.nc).publish(subjectOf('scheduler', event), body);
      }),
    );
  }

  start(options: Partial<EventConsumerOptions> = {}): EventConsumer {
    const consumer = new EventConsumer({
      bus: this.billing,
      source: 'scheduler',
      name: 'charges',
      parked: this.parked,
      log: silentLog,
      retryDelaysMs: [1, 1, 1, 1],
      handle: async (events) => void this.handled.push(...events),
      loadCheckpoint: () => this.documents.loadCheckpoint('scheduler'),
      saveCheckpoint: (place) => this.documents.saveCheckpoint('scheduler', place),
      ...options,
    });
    consumer.start();
    this.#consumers.push(consumer);
    return consumer;
  }

  /** A handler that can't take the events of these numbers, and does nothing of a batch that holds one. */
  handlerWithout(poison: Set<number>) {
    return async (events: readonly RecordedEvent[]): Promise<void> => {
      const bad = events.map(numberOf).find((number) => poison.has(number));
      if (bad !== undefined) throw new Error(`cannot handle ${bad}`);
      this.handled.push(...events);
    };
  }

  /** Of what was handled. */
  numbers(): number[] {
    return this.handled.map(numberOf);
  }

  async caughtUp(consumer: EventConsumer): Promise<void> {
    await eventually(() => assert.ok(consumer.sequence >= this.published));
  }

  async parkedNow() {
    const { items } = await this.parked.list();
    return items
      .map(({ node: { sequence: number, entity, error, attempts } }) => ({ number, entity, error, attempts }))
      .sort((a, b) => a.number - b.number);
  }
}

/** The same for all tests of a file. */
export function useConsumerWorld(): ConsumerWorld {
  const world = new ConsumerWorld();
  beforeAll(() => world.open());
  afterAll(() => world.close());
  beforeEach(() => world.begin());
  afterEach(() => world.end());
  return world;
}
