import { STREAMS } from '@berth/contracts/streams';
import type { RecordedEvent } from '@berth/event-store';
import { toDelivery } from './delivery.js';
import { EventDelivery, type DeliveryFailure, type EventDeliveryOptions } from './event-delivery.js';
import { Serial } from './serial.js';
import { SourceStream, type SourceStreamOptions } from './source-stream.js';
import { FIRST_PLACE, formatPlace, parsePlace, type StreamPlace } from './stream-place.js';
import { LazySave } from './lazy-save.js';
import { readStream } from './stream-reader.js';

/** Copies of the source's facts, which are kept ahead of whoever handles its events. */
export interface FollowedCopies {
  /** Sequence up to which the copies hold everything; 0 where they begin anew. */
  load(): Promise<number>;
  fold(events: readonly RecordedEvent[]): Promise<void>;
  save(sequence: number): Promise<void>;
  /** The stream comes from another store: nothing that was copied holds any more. */
  clear(): Promise<void>;
}

export interface EventConsumerOptions extends Omit<EventDeliveryOptions, 'handle'>, SourceStreamOptions {
  readonly copies?: FollowedCopies;
  /** Handles events in order, once they are in the copies. Its effect must not be doubled when an event comes again. */
  readonly handle?: EventDeliveryOptions['handle'];
  /** Place in the stream up to which everything is handled or parked, as `formatPlace` writes it. */
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
 * parked before the checkpoint moves on. At its start the copies are brought up to the end of the stream before any
 * event is handled, so that nothing is decided on facts older than what is known. Correct beside another copy of itself,
 * but wasteful: run it under the lease.
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

  /** Resolves once everything that the stream held at the start is in the copies, and handled or parked. */
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
    const { source, name, parked, copies, handle, loadCheckpoint, saveCheckpoint } = this.options;
    const delivery = new EventDelivery({ ...this.options, handle: (events) => this.#take(events) }, signal);
    this.#delivery = delivery;
    const serial = new Serial();
    const lazily = new LazySave(SAVE_EVERY_MS);
    const detach = parked.attach(name, {
      replay: (message) => serial.run(() => delivery.replay(message)),
      drop: (message) => serial.run(() => delivery.drop(message)),
    });
    try {
      await delivery.load();
      const known = parsePlace(await delivery.persist(loadCheckpoint));
      const last = await this.#stream.lastOnceFilled(known.sequence, signal, (look) =>
        delivery.persist(look),
      );
      const place = await delivery.persist(() => this.#placeIn(known));
      let copied = copies ? await delivery.persist(() => copies.load()) : place.sequence;
      if (copies && copied < last) {
        await this.#read(copied, signal, async (messages, sequence) => {
          await serial.run(() =>
            delivery.deliver(
              messages.map((message) => toDelivery(message, source)),
              (events) => copies.fold(events),
            ),
          );
          await delivery.persist(() => copies.save(sequence));
          copied = sequence;
          return sequence < last;
        });
      }
      this.#advance(handle ? place.sequence : copied, last);
      await this.#read(this.#sequence, signal, async (messages, sequence) => {
        const deliveries = messages.map((message) => toDelivery(message, source));
        await serial.run(() => delivery.deliver(deliveries));
        const reached = formatPlace({ sequence, mark: deliveries.at(-1)?.mark });
        if (handle) await delivery.persist(() => saveCheckpoint(reached));
        // Of copies a crash only repeats what they skip, so their place is saved after a while.
        lazily.put(async () => {
          if (copies && sequence > copied) await copies.save(sequence);
          if (!handle) await saveCheckpoint(reached);
        });
        this.#advance(sequence, last);
        return true;
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await lazily.flush();
      detach();
    }
  }

  /** The place, or the beginning where the stream is not what it was: then each command's condition makes it harmless. */
  async #placeIn(known: StreamPlace): Promise<StreamPlace> {
    const { source, name, log, copies } = this.options;
    const found = await this.#stream.whatIsAt(known);
    if (found === 'same') return known;
    const reason =
      found === 'another' ? 'holds another event where it had left off' : 'ends before where it had left off';
    log.warn({ consumer: name, source, reason }, 'a consumer begins with the first event again');
    if (found === 'another') await copies?.clear();
    return FIRST_PLACE;
  }

  async #take(events: readonly RecordedEvent[]): Promise<void> {
    await this.options.copies?.fold(events);
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
      onError: (error) => log.warn({ consumer: name, source, reason: error }, 'a consumer reads again'),
      ...(filterSubject !== undefined && { filterSubject }),
      ...(batchSize !== undefined && { batchSize }),
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
