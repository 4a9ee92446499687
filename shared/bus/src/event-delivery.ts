import type { RecordedEvent } from '@berth/event-store';
import type { ServiceName } from '@berth/contracts/services';
import { systemClock } from '@berth/kernel/clock';
import { fromParked, type Delivery } from './delivery.js';
import { messageOf, type Log } from './log.js';
import type { ParkedMessageOwner, ParkedMessage, ParkedStore, ReplayOutcome } from './parked-store.js';
import { isTransient } from './transient.js';
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
}

const RETRY_DELAYS_MS = [200, 400, 800, 1_600];
const BEHIND = 'waits behind an earlier parked event';
const TRANSIENT_DELAYS_MS = [100, 200, 400, 800, 1_600, 3_200];

type Ready = Delivery & { readonly event: RecordedEvent };
type Handle = EventDeliveryOptions['handle'];

/** The last failure, for operators. */
export interface DeliveryFailure {
  readonly message: string;
  readonly at: string;
}

/** Brings events to a handler in order, and parks the one that it can't handle, with what follows of the same entity. */
export class EventDelivery implements ParkedMessageOwner {
  #blocked: Set<string> = new Set();
  #failure: DeliveryFailure | undefined;
  #waiting = false;

  constructor(
    private readonly options: EventDeliveryOptions,
    private readonly signal: AbortSignal,
  ) {}

  async load(): Promise<void> {
    this.#blocked = await this.persist(() => this.options.parked.entitiesOf(this.options.name));
  }

  /** The last failure, whether it has passed or led to parking; undefined where there was none. */
  get failure(): DeliveryFailure | undefined {
    return this.#failure;
  }

  /** Whether it waits to try something again that has failed. */
  get isWaiting(): boolean {
    return this.#waiting;
  }

  /**
   * Each of them is handled or parked when this resolves.
   *
   * @param handle in place of the consumer's own; a replay of what was parked uses the consumer's
   * @throws where the signal aborts before that
   */
  async deliver(
    deliveries: readonly Delivery[],
    handle: Handle = (events) => this.options.handle(events),
  ): Promise<void> {
    const ready = await this.#parkBlocked(deliveries);
    const [first] = ready;
    if (!first) return;
    const failure = await this.#try(
      ready.map(({ event }) => event),
      handle,
    );
    if (!failure) return;
    if (ready.length === 1) return this.#retry(first, failure.error, handle);
    const middle = ready.length >> 1;
    await this.deliver(ready.slice(0, middle), handle);
    await this.deliver(ready.slice(middle), handle);
  }

  /** Does what must not fail, again and again. @throws where the signal aborts before it succeeds */
  async persist<T>(task: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        const result = await task();
        this.#waiting = false;
        return result;
      } catch (error) {
        this.#failed(error);
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

  async #parkBlocked(deliveries: readonly Delivery[]): Promise<Ready[]> {
    const ready: Ready[] = [];
    for (const delivery of deliveries) {
      if (this.#blocked.has(delivery.entity)) await this.#park(delivery, BEHIND, 0);
      else if ('problem' in delivery) await this.#park(delivery, delivery.problem, 1);
      else ready.push(delivery);
    }
    return ready;
  }

  /** Nothing where it went well. */
  async #try(events: readonly RecordedEvent[], handle: Handle): Promise<{ error: unknown } | undefined> {
    for (let tries = 0; ; tries += 1) {
      this.signal.throwIfAborted();
      try {
        await handle(events);
        this.#waiting = false;
        return undefined;
      } catch (error) {
        this.#failed(error);
        if (!isTransient(error)) return { error };
        await this.#waitAfter(error, tries);
      }
    }
  }

  async #retry(delivery: Ready, first: unknown, handle: Handle): Promise<void> {
    const delays = this.options.retryDelaysMs ?? RETRY_DELAYS_MS;
    let error = first;
    for (const delay of delays) {
      this.#waiting = true;
      await pause(delay, this.signal);
      const failure = await this.#try([delivery.event], handle);
      if (!failure) return;
      error = failure.error;
    }
    this.#waiting = false;
    await this.#park(delivery, messageOf(error), delays.length + 1);
  }

  /** One that is parked already, and comes again after a crash before the checkpoint, keeps its record. */
  async #park(delivery: Delivery, error: string, attempts: number): Promise<void> {
    const { name, source, parked, log } = this.options;
    const { sequence, entity, payload } = delivery;
    const event = 'event' in delivery ? delivery.event : undefined;
    const id = `${name}:${source}:${sequence}`;
    const known = await this.persist(() => parked.get(id));
    this.#blocked.add(entity);
    if (known && attempts === 0) return;
    const message: ParkedMessage = {
      id,
      consumer: name,
      source,
      entity,
      sequence,
      eventId: event?.id ?? '',
      eventType: event?.type ?? '',
      error,
      attempts: attempts + (known?.attempts ?? 0),
      parkedAt: known?.parkedAt ?? systemClock.now(),
      payload: Buffer.from(payload).toString('utf8'),
    };
    await this.persist(() => parked.put(message));
    log.error(
      { consumer: name, source, entity, sequence, eventType: message.eventType, error },
      'an event was parked',
    );
  }

  #failed(error: unknown): void {
    this.#failure = { message: messageOf(error), at: systemClock.now() };
  }

  async #waitAfter(error: unknown, tries: number): Promise<void> {
    const { log, name, source } = this.options;
    this.#waiting = true;
    // Logged once, not at each retry: an outage of an hour would otherwise fill the log.
    if (tries === 0)
      log.warn({ consumer: name, source, reason: error }, 'a consumer failed to handle an event; retrying');
    await pause(TRANSIENT_DELAYS_MS[tries] ?? 5_000, this.signal);
    this.signal.throwIfAborted();
  }
}
