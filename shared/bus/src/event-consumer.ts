import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import type { RecordedEvent } from '@berth/event-store';
import type { Bus } from './connection.js';
import { toDelivery } from './delivery.js';
import { EventDelivery, type DeliveryFailure, type EventDeliveryOptions } from './event-delivery.js';
import { isStreamNotFound } from './event-stream.js';
import { Serial } from './serial.js';
import { FIRST_PLACE, formatPlace, markOf, parsePlace, type StreamPlace } from './stream-place.js';
import { readStream } from './stream-reader.js';
import { pause } from './waiting.js';

/** Copies of the source's facts, which are kept ahead of whoever handles its events. */
export interface FollowedCopies {
  /** Sequence up to which the copies hold everything; 0 where they begin anew. */
  load(): Promise<number>;
  fold(events: readonly RecordedEvent[]): Promise<void>;
  save(sequence: number): Promise<void>;
  /** The stream comes from another store: nothing that was copied holds any more. */
  clear(): Promise<void>;
}

export interface EventConsumerOptions extends Omit<EventDeliveryOptions, 'handle'> {
  readonly bus: Bus;
  /** Default: the source's own. */
  readonly stream?: string;
  /** With wildcards: events of other subjects stay at the server. Default: all of the stream's. */
  readonly filterSubject?: string;
  readonly copies?: FollowedCopies;
  /** Handles events in order, once they are in the copies. Its effect must not be doubled when an event comes again. */
  readonly handle?: EventDeliveryOptions['handle'];
  /** Place in the stream up to which everything is handled or parked, as `formatPlace` writes it. */
  readonly loadCheckpoint: () => Promise<string | undefined>;
  readonly saveCheckpoint: (place: string) => Promise<void>;
  /** Messages handled at once, at most. Default 256. */
  readonly batchSize?: number;
  /** A stream that is shorter than it was is waited for until it has not grown for so long, in ms. Default 10,000. */
  readonly refillQuietMs?: number;
}

const REFILL_QUIET_MS = 10_000;
const REFILL_LOOK_MS = 200;

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

  constructor(private readonly options: EventConsumerOptions) {}

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
    const last = await this.#lastSequence();
    const sequence = this.#sequence;
    return { sequence, last, messages: Math.max(0, last - sequence) };
  }

  /** Whether everything that the stream held at the time of the call is handled or parked before the time is up. */
  async waitUntilCaughtUp(timeoutMs: number): Promise<boolean> {
    const sequence = await this.#lastSequence();
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
    const detach = parked.attach(name, {
      replay: (message) => serial.run(() => delivery.replay(message)),
      drop: (message) => serial.run(() => delivery.drop(message)),
    });
    try {
      await delivery.load();
      const known = parsePlace(await delivery.persist(loadCheckpoint));
      const last = await this.#lastOnceFilled(known.sequence, delivery, signal);
      const place = await delivery.persist(() => this.#stillThere(known));
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
        await serial.run(() => delivery.deliver(messages.map((message) => toDelivery(message, source))));
        if (copies && sequence > copied) await delivery.persist(() => copies.save(sequence));
        const mark = markOf(messages.at(-1)?.data ?? new Uint8Array());
        await delivery.persist(() => saveCheckpoint(formatPlace({ sequence, mark })));
        this.#advance(sequence, last);
        return true;
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      detach();
    }
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

  /**
   * The place, where the stream still has what was handled there. Where it is shorter its store was cut; where it has
   * another message there, it comes from another store. Either way everything is handled once more, which is harmless:
   * each command that follows carries the condition that makes it so.
   */
  async #stillThere(place: StreamPlace): Promise<StreamPlace> {
    const { source, name, log, copies, stream = STREAMS[source] } = this.options;
    if (place.sequence === 0) return place;
    const found = await this.#messageAt(place.sequence);
    if (found && (place.mark === undefined || markOf(found) === place.mark)) return place;
    const reason = found ? 'holds another event where it had left off' : 'ends before where it had left off';
    log.warn({ consumer: name, source, stream, reason }, 'a consumer begins with the first event again');
    if (found && copies) await copies.clear();
    return FIRST_PLACE;
  }

  /**
   * Where the stream ends now. One that ends before what was known of it is being filled again by its source: waits until
   * it is as long as it was, or has stopped growing, for a store that was cut never gets there.
   */
  async #lastOnceFilled(known: number, delivery: EventDelivery, signal: AbortSignal): Promise<number> {
    const { refillQuietMs = REFILL_QUIET_MS } = this.options;
    let last = await delivery.persist(() => this.#lastSequence());
    let grewAt = performance.now();
    while (last < known && performance.now() - grewAt < refillQuietMs) {
      await pause(REFILL_LOOK_MS, signal);
      signal.throwIfAborted();
      const next = await delivery.persist(() => this.#lastSequence());
      if (next > last) grewAt = performance.now();
      last = next;
    }
    return last;
  }

  async #messageAt(sequence: number): Promise<Uint8Array | undefined> {
    const { bus, source, stream = STREAMS[source] } = this.options;
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    try {
      return (await manager.streams.getMessage(stream, { seq: sequence }))?.data;
    } catch (error) {
      if (isStreamNotFound(error)) return undefined;
      throw error;
    }
  }

  #advance(sequence: number, target: number): void {
    this.#sequence = sequence;
    for (const waiter of this.#waiting) if (waiter.sequence <= sequence) waiter.reached();
    if (sequence < target) return;
    this.#isCaughtUp = true;
    this.#caughtUp.resolve();
  }

  async #lastSequence(): Promise<number> {
    const { bus, source, stream = STREAMS[source], filterSubject } = this.options;
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    try {
      if (filterSubject !== undefined)
        return (await manager.streams.getMessage(stream, { last_by_subj: filterSubject }))?.seq ?? 0;
      return (await manager.streams.info(stream)).state.last_seq;
    } catch (error) {
      if (isStreamNotFound(error)) return 0;
      throw error;
    }
  }
}
