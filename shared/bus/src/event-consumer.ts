import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS } from '@berth/contracts/streams';
import { toPosition, type Position } from '@berth/event-store';
import type { Bus } from './connection.js';
import { toDelivery } from './delivery.js';
import { EventDelivery, type EventDeliveryOptions } from './event-delivery.js';
import { isStreamNotFound } from './event-stream.js';
import { messageOf } from './log.js';
import { Serial } from './serial.js';
import { readStream } from './stream-reader.js';

export interface EventConsumerOptions extends EventDeliveryOptions {
  readonly bus: Bus;
  /** Default: the source's own. */
  readonly stream?: string;
  /** With wildcards: events of other subjects stay at the server. Default: all of the stream's. */
  readonly filterSubject?: string;
  /** Sequence in the stream, as a position, up to which everything is handled or parked. */
  readonly loadCheckpoint: () => Promise<Position | undefined>;
  readonly saveCheckpoint: (position: Position) => Promise<void>;
  /** Messages handled at once, at most. Default 256. */
  readonly batchSize?: number;
}

export interface ConsumerLag {
  /** Sequence up to which everything is handled or parked. */
  readonly sequence: number;
  /** Of what concerns the consumer. */
  readonly last: number;
  readonly messages: number;
}

/**
 * Follows another service's events from where it left off: each event in the stream's order, at least once, handled or
 * parked before the checkpoint moves on. Correct beside another copy of itself, but wasteful: run it under the lease.
 */
export class EventConsumer {
  #sequence = 0;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<{ readonly sequence: number; readonly reached: () => void }>();

  constructor(private readonly options: EventConsumerOptions) {}

  get sequence(): number {
    return this.#sequence;
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
    const { bus, source, name, log, parked, loadCheckpoint, saveCheckpoint, filterSubject } = this.options;
    const stream = this.options.stream ?? STREAMS[source];
    const delivery = new EventDelivery(this.options, signal);
    const serial = new Serial();
    const detach = parked.attach(name, {
      replay: (message) => serial.run(() => delivery.replay(message)),
      drop: (message) => serial.run(() => delivery.drop(message)),
    });
    try {
      await delivery.load();
      const checkpoint = await delivery.persist(loadCheckpoint);
      this.#advance(Number(checkpoint ?? 0));
      const batches = readStream({
        bus,
        stream,
        from: { after: this.#sequence },
        signal,
        onError: (error) =>
          log.warn({ consumer: name, source, error: messageOf(error) }, 'a consumer reads again'),
        ...(filterSubject !== undefined && { filterSubject }),
        ...(this.options.batchSize !== undefined && { batchSize: this.options.batchSize }),
      });
      for await (const batch of batches) {
        const last = batch.at(-1)?.seq ?? this.#sequence;
        await serial.run(() => delivery.deliver(batch.map((message) => toDelivery(message, source))));
        await delivery.persist(() => saveCheckpoint(toPosition(last)));
        this.#advance(last);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      detach();
    }
  }

  #advance(sequence: number): void {
    this.#sequence = sequence;
    for (const waiter of this.#waiting) if (waiter.sequence <= sequence) waiter.reached();
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
