import { STREAMS } from '@berth/contracts/streams';
import type { RecordedEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { toDelivery } from './delivery.js';
import { EventDelivery, type DeliveryFailure, type EventDeliveryOptions } from './event-delivery.js';
import { SerialQueue } from '@berth/kernel/serial-queue';
import { SourceStream, type SourceStreamOptions } from './source-stream.js';
import { STREAM_START, formatCheckpoint, parseCheckpoint, type StreamCheckpoint } from './event-stream.js';
import { ThrottledSave } from './throttled-save.js';
import { readStream } from './stream-reader.js';

/** Replica of the source's facts, which is kept ahead of the handling of its events. */
export interface ReplicatedFacts {
  /** Sequence up to which the replica holds everything; 0 where it begins anew. */
  load(): Promise<number>;
  fold(events: readonly RecordedEvent[]): Promise<void>;
  save(sequence: number): Promise<void>;
  /** The stream comes from another store: nothing in the replica is valid any more. */
  clear(): Promise<void>;
}

export interface EventConsumerOptions extends Omit<EventDeliveryOptions, 'handle'>, SourceStreamOptions {
  readonly replica?: ReplicatedFacts;
  /**
   * Handles events in order, once they are in the replica. Its effect must not be doubled when an event comes again.
   */
  readonly handle?: EventDeliveryOptions['handle'];
  /** Place in the stream up to which everything is handled or parked, as `formatCheckpoint` writes it. */
  readonly loadCheckpoint: () => Promise<string | undefined>;
  readonly saveCheckpoint: (place: string) => Promise<void>;
  /** Messages handled at once, at most. Default 256. */
  readonly batchSize?: number;
}

const SAVE_EVERY_MS = 1_000;

export interface ConsumerLag {
  /** Sequence up to which everything is handled or parked. */
  readonly sequence: number;
  /** Of what concerns the consumer. */
  readonly last: number;
  readonly messages: number;
}

export interface ConsumerStatus {
  readonly state: 'starting' | 'catchingUp' | 'live' | 'retrying' | 'stopped';
  readonly failure: DeliveryFailure | undefined;
}

/**
 * Follows another service's events from where it left off: each event in the stream's order, at least once, handled or
 * parked before the checkpoint moves on. At its start the replica is brought up to the end of the stream before any
 * event is handled, so that nothing is decided on outdated facts. Correct beside another copy of itself, but wasteful:
 * run it on the leader only.
 */
export class EventConsumer {
  #sequence = 0;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #delivery: EventDelivery | undefined;
  readonly #waiting = new Set<{ readonly sequence: number; readonly reached: () => void }>();
  readonly #caughtUp = Promise.withResolvers<void>();
  #isCaughtUp = false;

  readonly #stream: SourceStream;

  constructor(private readonly options: EventConsumerOptions) {
    this.#stream = new SourceStream(options);
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Resolves once everything that the stream held at the start is in the replica, and handled or parked. */
  get caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  get status(): ConsumerStatus {
    const failure = this.#delivery?.failure;
    if (this.#stopping.signal.aborted) return { state: 'stopped', failure };
    if (!this.#delivery) return { state: 'starting', failure };
    if (this.#delivery.isWaiting) return { state: 'retrying', failure };
    return { state: this.#isCaughtUp ? 'live' : 'catchingUp', failure };
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Resolves when the handler is not running any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async lag(): Promise<ConsumerLag> {
    const last = await this.#stream.lastSequence();
    const sequence = this.#sequence;
    return { sequence, last, messages: Math.max(0, last - sequence) };
  }

  /** Whether everything that the stream held at the time of the call is handled or parked before the time is up. */
  async waitUntilCaughtUp(timeoutMs: number): Promise<boolean> {
    const sequence = await this.#stream.lastSequence();
    if (this.#sequence >= sequence) return true;
    return new Promise((resolve) => {
      const settle = (caughtUp: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(caughtUp);
      };
      const waiter = { sequence, reached: () => settle(true) };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#waiting.add(waiter);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { source, name, parked, replica, handle, loadCheckpoint, saveCheckpoint } = this.options;
    const delivery = new EventDelivery({ ...this.options, handle: (events) => this.#take(events) }, signal);
    this.#delivery = delivery;
    const serial = new SerialQueue();
    const throttledSave = new ThrottledSave(SAVE_EVERY_MS);
    const detach = parked.attach(name, {
      replay: (message) => serial.run(() => delivery.replay(message)),
      drop: (message) => serial.run(() => delivery.drop(message)),
    });
    try {
      await delivery.load();
      const known = parseCheckpoint(await delivery.persist(loadCheckpoint));
      const last = await this.#stream.lastSequenceAfterRefill(known.sequence, signal, (look) =>
        delivery.persist(look),
      );
      const place = await delivery.persist(() => this.#placeIn(known));
      let copied = replica ? await delivery.persist(() => replica.load()) : place.sequence;
      if (replica && copied < last) {
        await this.#read(copied, signal, async (messages, sequence) => {
          await serial.run(() =>
            delivery.deliver(
              messages.map((message) => toDelivery(message, source)),
              (events) => replica.fold(events),
            ),
          );
          await delivery.persist(() => replica.save(sequence));
          copied = sequence;
          return sequence < last;
        });
      }
      this.#advance(handle ? place.sequence : copied, last);
      await this.#read(this.#sequence, signal, async (messages, sequence) => {
        const deliveries = messages.map((message) => toDelivery(message, source));
        await serial.run(() => delivery.deliver(deliveries));
        const reached = formatCheckpoint({ sequence, mark: deliveries.at(-1)?.mark });
        if (handle) await delivery.persist(() => saveCheckpoint(reached));
        // After a crash the replica skips what is repeated, so its checkpoint is saved after a while.
        throttledSave.put(async () => {
          if (replica && sequence > copied) await replica.save(sequence);
          if (!handle) await saveCheckpoint(reached);
        });
        this.#advance(sequence, last);
        return true;
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await throttledSave.flush();
      detach();
    }
  }

  /**
   * The checkpoint, or the beginning where the stream is not what it was: then each command's condition makes it
   * harmless.
   */
  async #placeIn(known: StreamCheckpoint): Promise<StreamCheckpoint> {
    const { source, name, log, replica } = this.options;
    const found = await this.#stream.compareAt(known);
    if (found === 'same') return known;
    const reason =
      found === 'another'
        ? 'holds a different event at the checkpoint of the consumer'
        : 'ends before the checkpoint of the consumer';
    log.warn({ consumer: name, source, reason }, 'a consumer restarts from the first event');
    if (found === 'another') await replica?.clear();
    return STREAM_START;
  }

  async #take(events: readonly RecordedEvent[]): Promise<void> {
    await this.options.replica?.fold(events);
    await this.options.handle?.(events);
  }

  /** Gives batches with their last sequence until the task says that it has enough, or the signal aborts. */
  async #read(
    after: number,
    signal: AbortSignal,
    take: (
      messages: readonly { seq: number; subject: string; data: Uint8Array }[],
      sequence: number,
    ) => Promise<boolean>,
  ): Promise<void> {
    const { bus, source, name, log, filterSubject, batchSize } = this.options;
    const batches = readStream({
      bus,
      stream: this.options.stream ?? STREAMS[source],
      from: { after },
      signal,
      onError: (error) => log.warn({ consumer: name, source, reason: error }, 'a consumer resumed reading'),
      ...defined({ filterSubject, batchSize }),
    });
    for await (const batch of batches) {
      if (!(await take(batch, batch.at(-1)?.seq ?? after))) return;
    }
  }

  #advance(sequence: number, target: number): void {
    this.#sequence = sequence;
    for (const waiter of this.#waiting) if (waiter.sequence <= sequence) waiter.reached();
    if (sequence < target) return;
    this.#isCaughtUp = true;
    this.#caughtUp.resolve();
  }
}
