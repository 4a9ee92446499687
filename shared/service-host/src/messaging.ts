import { EventConsumer, type ConsumerStatus } from '@berth/bus/event-consumer';
import { Relay } from '@berth/bus/relay';
import { pause } from '@berth/bus/waiting';
import type { ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { upcast } from '@berth/contracts/upcast';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import { ForeignCopies } from './foreign-copies.js';
import type { ForeignFacts, Platform, ServiceParts } from './platform.js';

export interface RelayStatus {
  readonly state: string;
  /** Events stored and not published yet, or more. */
  readonly lag: number;
  readonly reached: Position;
  /** Why and since when it refuses to publish, where it does. */
  readonly refused: { readonly message: string; readonly at: string } | undefined;
}

/** Longer than the rebuild of copies of a million events; after it requests are accepted in any case. */
const CATCH_UP_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 5000;

/** A consumer of another service's events, and its lag at the last poll. */
export interface FollowedStream {
  readonly name: string;
  readonly source: ServiceName;
  readonly status: ConsumerStatus;
  readonly behind: number;
  /** Seconds since it was last seen to have caught up. */
  readonly behindSeconds: number;
}

/** The messaging of a service: its relay, and a consumer for each foreign stream. */
export class Messaging {
  readonly #relay: Relay;
  readonly #consumers: readonly {
    readonly name: string;
    readonly source: ServiceName;
    readonly consumer: EventConsumer;
  }[];
  readonly #lags = new Map<string, { messages: number; since: number }>();
  #lag = 0;
  #hasCaughtUp = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly service: ServiceName,
    /** As recorded: what is published is not upcast. */
    store: EventStore,
    private readonly platform: Platform,
    parts: ServiceParts,
  ) {
    const { bus, log } = platform;
    this.#relay = new Relay({ store, bus, service, log, knownEnd: () => platform.lastKnownPosition() });
    this.#consumers = (parts.foreign ?? []).map((facts) => this.#follow(facts));
  }

  /**
   * Whether the events that the others had published before the start are handled; before that, no rights or devices
   * are revoked.
   */
  get hasCaughtUp(): boolean {
    return this.#hasCaughtUp;
  }

  /**
   * Waits for the events that the others have published already, so that the first requests are not decided on stale
   * facts.
   * @param onCaughtUp called once all of them are in the copies, and handled
   */
  async start(onCaughtUp: () => void): Promise<void> {
    this.#relay.start();
    for (const { consumer } of this.#consumers) consumer.start();
    const caughtUp = Promise.all(this.#consumers.map(({ consumer }) => consumer.caughtUp)).then(() => {
      this.#hasCaughtUp = true;
      onCaughtUp();
    });
    const late = new AbortController();
    await Promise.race([caughtUp, pause(CATCH_UP_TIMEOUT_MS, late.signal)]);
    late.abort();
    await this.#pollLag();
    this.#timer = setInterval(() => void this.#pollLag(), POLL_INTERVAL_MS);
  }

  relayStatus(): RelayStatus {
    const { state } = this.#relay;
    const refused = state.state === 'refused' ? { message: state.reason, at: state.since } : undefined;
    return { state: state.state, lag: this.#lag, reached: this.#relay.published, refused };
  }

  following(): readonly FollowedStream[] {
    return this.#consumers.map(({ name, source, consumer }) => {
      const { messages = 0, since = performance.now() } = this.#lags.get(name) ?? {};
      const behindSeconds = messages === 0 ? 0 : (performance.now() - since) / 1000;
      return { name, source, status: consumer.status, behind: messages, behindSeconds };
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#relay.stop(), ...this.#consumers.map(({ consumer }) => consumer.stop())]);
  }

  #follow(facts: ForeignFacts) {
    const { bus, log, processes } = this.platform;
    const { source, entity, projections, handle } = facts;
    const name = `${this.service}-from-${source}`;
    const checkpoint = `consumer:${name}`;
    const consumer = new EventConsumer({
      bus,
      log,
      name,
      source,
      ...(entity === undefined ? {} : { filterSubject: subjects.event(source, '*', entity, '*', '>') }),
      ...(projections.length === 0 ? {} : { replica: new ForeignCopies(name, facts, this.platform) }),
      ...(handle && {
        handle: async (published: readonly RecordedEvent[]) => {
          for (const event of published) await handle(upcast(event));
        },
      }),
      parked: processes.parked,
      loadCheckpoint: () => processes.load(checkpoint),
      saveCheckpoint: (place) => processes.save(checkpoint, place),
    });
    return { name, source, consumer };
  }

  /** For the metrics, which must not wait. */
  async #pollLag(): Promise<void> {
    try {
      this.#lag = (await this.#relay.lag()).positions;
      for (const { name, consumer } of this.#consumers) {
        const { messages } = await consumer.lag();
        const since = messages === 0 ? performance.now() : (this.#lags.get(name)?.since ?? performance.now());
        this.#lags.set(name, { messages, since });
      }
    } catch {
      // The next poll may succeed; an error shows elsewhere.
    }
  }
}
