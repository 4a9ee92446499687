import { StoreUnavailableError, type RecordedEvent } from '@berth/event-store';
import { ReadModelsUnavailableError } from '@berth/read-models';
import type { ServiceName } from '@berth/contracts/services';
import { systemClock } from '@berth/kernel/clock';
import { fromParked, type Delivery } from './delivery.js';
import { messageOf, type Log } from './log.js';
import type { ParkedKeeper, ParkedMessage, ParkedStore, ReplayOutcome } from './parked-store.js';
import { pause } from './waiting.js';

export interface EventDeliveryOptions {
  /** Of the consumer: unique within its service. */
  readonly name: string;
  readonly source: ServiceName;
  /** Handles events in order. Its effect must not be doubled when an event comes again: compare positions. */
  readonly handle: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly parked: ParkedStore;
  readonly log: Log;
  /** Waits between tries of one event, in ms; then it is parked. Default 200, 400, 800, 1,600. */
  readonly retryDelaysMs?: readonly number[];
  /** Errors that no event is to blame for: tried again for as long as it takes. Default: stores that are unavailable. */
  readonly isTransient?: (error: unknown) => boolean;
}

const RETRY_DELAYS_MS = [200, 400, 800, 1_600];
const TRANSIENT_DELAYS_MS = [100, 200, 400, 800, 1_600, 3_200];

/** Brings events to a handler in order, and parks the one that it can't handle, with what follows of the same entity. */
export class EventDelivery implements ParkedKeeper {
  #blocked: Set<string> = new Set();

  constructor(
    private readonly options: EventDeliveryOptions,
    private readonly signal: AbortSignal,
  ) {}

  async load(): Promise<void> {
    this.#blocked = await this.persist(() => this.options.parked.entitiesOf(this.options.name));
  }

  /** Each of them is handled or parked when this resolves. @throws where the signal aborts before that */
  async deliver(deliveries: readonly Delivery[]): Promise<void> {
    const ready = await this.#parkBlocked(deliveries);
    const [first] = ready;
    if (!first) return;
    const failure = await this.#try(ready.map(({ event }) => event));
    if (!failure) return;
    if (ready.length === 1) return this.#retry(first, failure.error);
    const middle = ready.length >> 1;
    await this.deliver(ready.slice(0, middle));
    await this.deliver(ready.slice(middle));
  }

  /** Does what must not fail, again and again. @throws where the signal aborts before it succeeds */
  async persist<T>(task: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await task();
      } catch (error) {
        await this.#waitAfter(error, tries);
      }
    }
  }

  async replay({ entity }: ParkedMessage): Promise<ReplayOutcome> {
    const { parked, name, source, handle } = this.options;
    let replayed = 0;
    for (;;) {
      const messages = await parked.ofEntity(name, entity);
      if (messages.length === 0) break;
      for (const message of messages) {
        try {
          const delivery = fromParked(message, source);
          if ('problem' in delivery) throw new Error(delivery.problem);
          await handle([delivery.event]);
        } catch (error) {
          await parked.put({ ...message, error: messageOf(error), attempts: message.attempts + 1 });
          return { replayed, stillParked: await parked.countEntity(name, entity) };
        }
        await parked.remove(message.id);
        replayed += 1;
      }
    }
    this.#blocked.delete(entity);
    return { replayed, stillParked: 0 };
  }

  async drop({ id, entity }: ParkedMessage): Promise<void> {
    const { parked, name } = this.options;
    await parked.remove(id);
    if ((await parked.countEntity(name, entity)) === 0) this.#blocked.delete(entity);
  }

  async #parkBlocked(deliveries: readonly Delivery[]): Promise<(Delivery & { event: RecordedEvent })[]> {
    const ready: (Delivery & { event: RecordedEvent })[] = [];
    for (const delivery of deliveries) {
      if (this.#blocked.has(delivery.entity)) await this.#park(delivery, 'waits behind an earlier one', 0);
      else if ('problem' in delivery) await this.#park(delivery, delivery.problem, 1);
      else ready.push(delivery);
    }
    return ready;
  }

  /** Nothing where it went well. */
  async #try(events: readonly RecordedEvent[]): Promise<{ error: unknown } | undefined> {
    const isTransient = this.options.isTransient ?? isStoreUnavailable;
    for (let tries = 0; ; tries += 1) {
      this.signal.throwIfAborted();
      try {
        await this.options.handle(events);
        return undefined;
      } catch (error) {
        if (!isTransient(error)) return { error };
        await this.#waitAfter(error, tries);
      }
    }
  }

  async #retry(delivery: Delivery & { event: RecordedEvent }, first: unknown): Promise<void> {
    const delays = this.options.retryDelaysMs ?? RETRY_DELAYS_MS;
    let error = first;
    for (const delay of delays) {
      await pause(delay, this.signal);
      const failure = await this.#try([delivery.event]);
      if (!failure) return;
      error = failure.error;
    }
    await this.#park(delivery, messageOf(error), delays.length + 1);
  }

  async #park(delivery: Delivery, error: string, attempts: number): Promise<void> {
    const { name, source, parked, log } = this.options;
    const { sequence, entity, payload } = delivery;
    const event = 'event' in delivery ? delivery.event : undefined;
    const message: ParkedMessage = {
      id: `${name}:${source}:${sequence}`,
      consumer: name,
      source,
      entity,
      sequence,
      eventId: event?.id ?? '',
      eventType: event?.type ?? '',
      error,
      attempts,
      parkedAt: systemClock.now(),
      payload: Buffer.from(payload).toString('utf8'),
    };
    await this.persist(() => parked.put(message));
    this.#blocked.add(entity);
    log.error(
      { consumer: name, source, entity, sequence, eventType: message.eventType, error },
      'an event was parked',
    );
  }

  async #waitAfter(error: unknown, tries: number): Promise<void> {
    const { log, name, source } = this.options;
    log.warn({ consumer: name, source, error: messageOf(error) }, 'a consumer waits, and tries again');
    await pause(TRANSIENT_DELAYS_MS[tries] ?? 5_000, this.signal);
    this.signal.throwIfAborted();
  }
}

const isStoreUnavailable = (error: unknown): boolean =>
  error instanceof StoreUnavailableError || error instanceof ReadModelsUnavailableError;
