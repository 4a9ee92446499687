import { EventConsumer } from '@berth/bus/event-consumer';
import { ParkedStore } from '@berth/bus/parked-store';
import { Relay } from '@berth/bus/relay';
import type { ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { upcast } from '@berth/contracts/upcast';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { ForeignCopies } from './foreign-copies.js';
import { parkedEvents } from './parked-events.js';
import type { ParkedEvents } from './history.controller.js';
import type { ForeignFacts, Platform, ServiceParts } from './platform.js';

export interface RelayStatus {
  readonly state: string;
  /** Events stored and not published yet, or more. */
  readonly lag: number;
}

const CAUGHT_UP_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 5000;

/** What a service says to the others and hears from them: its relay, and a consumer for each foreign stream. */
export class Messaging {
  readonly parked: ParkedEvents;
  readonly #parkedStore: ParkedStore;
  readonly #relay: Relay;
  readonly #consumers: readonly EventConsumer[];
  #lag = 0;
  #parkedCount = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly service: ServiceName,
    /** As recorded: what is published is not upcast. */
    store: EventStore,
    private readonly platform: Platform,
    parts: ServiceParts,
  ) {
    const { bus, log, readModels } = platform;
    this.#parkedStore = new ParkedStore(readModels);
    this.parked = parkedEvents(service, this.#parkedStore);
    this.#relay = new Relay({ store, bus, service, log });
    this.#consumers = (parts.foreign ?? []).map((facts) => this.consumer(facts));
  }

  /** Waits a while for what the others have said already, so that the first requests are not decided on stale facts. */
  async start(): Promise<void> {
    this.#relay.start();
    for (const consumer of this.#consumers) consumer.start();
    await Promise.all(
      this.#consumers.map((consumer) => consumer.waitUntilCaughtUp(CAUGHT_UP_WITHIN_MS).catch(() => false)),
    );
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  relayStatus(): RelayStatus {
    return { state: this.#relay.state.state, lag: this.#lag };
  }

  parkedCount(): number {
    return this.#parkedCount;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#relay.stop(), ...this.#consumers.map((consumer) => consumer.stop())]);
  }

  private consumer(facts: ForeignFacts): EventConsumer {
    const { bus, log, readModels } = this.platform;
    const name = `${this.service}-from-${facts.source}`;
    const checkpoint = `consumer:${name}`;
    const copies = new ForeignCopies(facts, this.platform);
    return new EventConsumer({
      bus,
      log,
      name,
      source: facts.source,
      ...(facts.entity === undefined
        ? {}
        : { filterSubject: subjects.event(facts.source, '*', facts.entity, '*', '>') }),
      parked: this.#parkedStore,
      loadCheckpoint: async () => {
        const reached = await readModels.loadCheckpoint(checkpoint);
        await copies.bringUpToDate(reached);
        return reached;
      },
      saveCheckpoint: (position) => readModels.saveCheckpoint(checkpoint, position),
      handle: async (published: readonly RecordedEvent[]) => {
        const events = published.map((event) => upcast(event));
        await copies.fold(events);
        for (const event of events) await facts.handle?.(event);
      },
    });
  }

  /** For the metrics, which must not wait. */
  private async look(): Promise<void> {
    try {
      this.#lag = (await this.#relay.lag()).positions;
      this.#parkedCount = await this.#parkedStore.count();
    } catch {
      // The next look may succeed; what is wrong shows elsewhere.
    }
  }
}
