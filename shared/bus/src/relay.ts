import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { START, type EventStore, type Position, type RecordedEvent, toPosition } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { encodeCloudEvent, subjectOf, decodeCloudEvent } from './cloud-event.js';
import type { Bus } from './connection.js';
import { ensureEventStream } from './event-stream.js';
import { messageOf, type Log } from './log.js';
import { OrderedPublisher } from './ordered-publisher.js';
import { pause, startSession, untilConnected, type Session } from './waiting.js';

/** Where a service's JetStream stream ends, and which event of the store that is. */
export type RelayTail =
  | { readonly kind: 'empty'; readonly sequence: 0; readonly position: Position }
  | {
      readonly kind: 'event';
      readonly sequence: number;
      readonly position: Position;
      readonly storeId: string;
      readonly eventId: string;
    }
  | { readonly kind: 'unreadable'; readonly sequence: number; readonly problem: string };

async function readTail(manager: JetStreamManager, stream: string): Promise<RelayTail> {
  const { state } = await manager.streams.info(stream);
  if (state.last_seq === 0) return { kind: 'empty', sequence: 0, position: START };
  const sequence = state.last_seq;
  const message = await manager.streams.getMessage(stream, { seq: sequence });
  if (!message) return { kind: 'unreadable', sequence, problem: 'its last message was deleted' };
  const decoded = decodeCloudEvent(message.data);
  if (!decoded.ok)
    return { kind: 'unreadable', sequence, problem: `its last message is not an event: ${decoded.error}` };
  const { event, storeId } = decoded.value;
  return { kind: 'event', sequence, position: event.position, storeId, eventId: event.id };
}

/**
 * Why the store can't be what the stream was published from: it was swapped, cut or restored to an earlier point.
 * `undefined` where all is well.
 */
async function refusalReason(store: EventStore, tail: RelayTail): Promise<string | undefined> {
  switch (tail.kind) {
    case 'empty':
      return undefined;
    case 'unreadable':
      return `the stream cannot be continued: ${tail.problem}`;
    case 'event': {
      if (tail.storeId !== store.storeId) {
        return `the stream was published from store ${tail.storeId}, this is store ${store.storeId}`;
      }
      const last = await store.lastPosition();
      if (tail.position > last)
        return `the stream is ahead: it ends at ${tail.position}, the store at ${last}`;
      const stored = await eventIdAt(store, tail.position);
      if (stored === tail.eventId) return undefined;
      return `the stream ends with event ${tail.eventId} at ${tail.position}, where the store has ${stored ?? 'none'}`;
    }
  }
}

async function eventIdAt(store: EventStore, position: Position): Promise<string | undefined> {
  const after = toPosition(BigInt(position) - 1n);
  for await (const [event] of store.readAll({ after, limit: 1 })) {
    return event?.position === position ? event.id : undefined;
  }
  return undefined;
}

export interface RelayOptions {
  readonly store: EventStore;
  readonly bus: Bus;
  readonly service: ServiceName;
  readonly log: Log;
  /** Default: the service's own. */
  readonly stream?: string;
  /** Copies that JetStream keeps, on a cluster. Default 1. */
  readonly replicas?: number;
  /** Where the store ends, for the lag, as far as it is known without a read. Default: asks the store. */
  readonly knownEnd?: () => Promise<Position>;
  /** Publications not yet acknowledged, at most. Default 512. */
  readonly maxOutstanding?: number;
}

export type RelayState =
  | { readonly state: 'stopped' | 'connecting' | 'publishing' }
  /** What the stream holds can't have come from this store. Nothing is published until an operator has put that right. */
  | { readonly state: 'refused'; readonly reason: string; readonly since: string };

export interface RelayLag {
  readonly stored: Position;
  readonly published: Position;
  /** Positions between the two: no fewer than the events not yet published. */
  readonly positions: number;
}

const RETRY_MS = 200;
const RECHECK_MS = 5_000;

/**
 * Publishes a store's events to the service's JetStream stream, each once and in order. It keeps no checkpoint: the
 * stream's last message shows where to go on. Two relays of one store do no harm to each other.
 */
export class Relay {
  #state: RelayState = { state: 'stopped' };
  #published: Position = START;
  #stopping = new AbortController();
  #recheck = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RelayOptions) {}

  get state(): RelayState {
    return this.#state;
  }

  get published(): Position {
    return this.#published;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** What is not acknowledged by then is found again at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#state = { state: 'stopped' };
  }

  /** Checks again at once, where it has refused; else it does so every five seconds. */
  recheck(): void {
    this.#recheck.abort();
  }

  async lag(): Promise<RelayLag> {
    const { store, knownEnd = () => store.lastPosition() } = this.options;
    const stored = await knownEnd();
    const published = this.#published;
    const positions = published >= stored ? 0 : Number(BigInt(stored) - BigInt(published));
    return { stored, published, positions };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { bus, log } = this.options;
    while (!signal.aborted) {
      if (this.#state.state !== 'refused') this.#state = { state: 'connecting' };
      await untilConnected(bus, signal);
      using session = startSession(bus, signal);
      try {
        await this.#publishFrom(session);
      } catch (error) {
        if (!session.signal.aborted) log.warn({ reason: error }, 'the relay failed; retrying');
      }
      if (this.#state.state === 'refused') await this.#waitForOperator(signal);
      else await pause(RETRY_MS, signal);
    }
  }

  async #publishFrom(session: Session): Promise<void> {
    const { store, bus, service, log } = this.options;
    const stream = this.options.stream ?? STREAMS[service];
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    await ensureEventStream(manager, service, this.options);
    const tail = await readTail(manager, stream);
    const reason = await refusalReason(store, tail);
    if (reason !== undefined) return this.#refuse(reason);
    this.#published = tail.kind === 'unreadable' ? START : tail.position;
    this.#state = { state: 'publishing' };
    const publisher = new OrderedPublisher({
      bus,
      lastSequence: tail.sequence,
      maxOutstanding: this.options.maxOutstanding ?? 512,
      onFailure: (error) => {
        log.warn(
          { error: messageOf(error) },
          'an event was not stored in the stream; the relay reads its tail again',
        );
        session.end(error);
      },
    });
    session.signal.addEventListener('abort', () => publisher.end());
    try {
      for await (const item of store.subscribe({ after: this.#published, signal: session.signal })) {
        if (item.kind === 'caughtUp') continue;
        for (const event of item.events) {
          if (publisher.isFull && !(await publisher.untilRoom())) return;
          this.#publish(publisher, event);
        }
      }
    } finally {
      publisher.end();
    }
  }

  #publish(publisher: OrderedPublisher, event: RecordedEvent): void {
    const { service, store } = this.options;
    const body = encodeCloudEvent({ service, storeId: store.storeId, event });
    publisher.publish(subjectOf(service, event), body, event.id, () => {
      this.#published = event.position;
    });
  }

  #refuse(reason: string): void {
    const { log } = this.options;
    const known = this.#state.state === 'refused' && this.#state.reason === reason;
    if (!known) log.error({ reason }, 'the relay is halted until an operator decides');
    if (!known) this.#state = { state: 'refused', reason, since: systemClock.now() };
  }

  async #waitForOperator(signal: AbortSignal): Promise<void> {
    this.#recheck = new AbortController();
    await pause(RECHECK_MS, AbortSignal.any([signal, this.#recheck.signal]));
  }
}
