import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCloudEvent } from '@berth/bus/cloud-event';
import type { Delivery } from '@berth/bus/delivery';
import { EventDelivery, type DeliveryFailure } from '@berth/bus/event-delivery';
import { Serial } from '@berth/bus/serial';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import type { Logger } from './log.js';
import type { ProcessStore } from './process-store.js';

/**
 * A process manager: turns events of the own log into commands. Each event reaches it at least once, those of one line
 * in order; the commands it sends take their ids from the event (`causedBy`), so that a repeat is harmless. An event
 * that it can't handle is parked, with what follows of its line, and the others go on.
 */
export interface Reactor {
  readonly name: string;
  /** Wire names of the events it wants. */
  readonly types: readonly string[];
  /**
   * Where it begins where it has no checkpoint: with the first event ever recorded, with what is recorded from then on,
   * or after a position. One that begins with the first is run through all of them when the process store was lost.
   */
  readonly startsAt: 'beginning' | 'now' | { readonly after: Position };
  /** Events of one line are handled one after the other, lines side by side. Default: a line is a stream. */
  lineOf?(event: RecordedEvent): string;
  /**
   * Throws what `isTransient` knows for what passes by itself, to be tried again for as long as it takes; anything else
   * is tried a few times, and parked.
   */
  handle(event: RecordedEvent): Promise<void>;
}

export interface ReactorOptions {
  readonly service: ServiceName;
  readonly store: EventStore;
  readonly processes: ProcessStore;
  readonly log: Logger;
  /** Waits between tries of one event, in ms; then it is parked. */
  readonly retryDelaysMs?: readonly number[];
}

export interface ReactorStatus {
  readonly name: string;
  readonly state: 'starting' | 'live' | 'catchingUp' | 'retrying' | 'stopped';
  /** Everything up to here is handled or parked. */
  readonly reached?: Position;
  readonly failure?: DeliveryFailure;
}

const LONGEST_WAIT_MS = 5000;
/** What it does not want moves its place as well; that is saved so often, so that a start need not look at it again. */
const SAVE_EVERY_MS = 10_000;

/** Runs one reactor. Lines are handled side by side, so that their appends share a group commit. */
export class RunningReactor {
  readonly name: string;
  #state: ReactorStatus['state'] = 'starting';
  #reached: Position | undefined;
  #saved: Position | undefined;
  #savedAt = performance.now();
  #failure: DeliveryFailure | undefined;
  readonly #stop = new AbortController();
  readonly #delivery: EventDelivery;
  readonly #serial = new Serial();
  #done: Promise<void> = Promise.resolve();

  constructor(
    private readonly reactor: Reactor,
    private readonly options: ReactorOptions,
  ) {
    const { service, processes, log, retryDelaysMs } = options;
    this.name = reactor.name;
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      for (const event of events) await reactor.handle(event);
    };
    const name = reactor.name;
    const { parked } = processes;
    this.#delivery = new EventDelivery(
      { name, source: service, handle, parked, log, ...(retryDelaysMs && { retryDelaysMs }) },
      this.#stop.signal,
    );
  }

  get status(): ReactorStatus {
    const failure = this.#delivery.failure ?? this.#failure;
    return {
      name: this.name,
      state: this.#state !== 'stopped' && this.#delivery.isWaiting ? 'retrying' : this.#state,
      ...(this.#reached === undefined ? {} : { reached: this.#reached }),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  start(): void {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    await this.#save().catch(() => undefined);
    this.#state = 'stopped';
  }

  get #checkpoint(): string {
    return `reactor:${this.reactor.name}@${this.options.store.storeId}`;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { store, processes, log } = this.options;
    const detach = processes.parked.attach(this.name, {
      replay: (message) => this.#serial.run(() => this.#delivery.replay(message)),
      drop: (message) => this.#serial.run(() => this.#delivery.drop(message)),
    });
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.#delivery.load();
        const after = await this.#startingPoint();
        this.#reached = after;
        const filter = { types: this.reactor.types };
        for await (const item of store.subscribe({ signal, filter, ...(after && { after }) })) {
          if (item.kind === 'events') await this.#serial.run(() => this.#handleBatch(item.events));
          else await this.#caughtUp(item.position);
          attempt = 0;
          if (signal.aborted) break;
        }
      } catch (error) {
        if (signal.aborted) break;
        this.#state = 'retrying';
        const message = error instanceof Error ? error.message : String(error);
        this.#failure = { message, at: systemClock.now() };
        if (attempt === 0)
          log.error({ err: error, reactor: this.name }, 'a process manager failed and tries again');
        const wait = Math.min(LONGEST_WAIT_MS, 100 * 2 ** attempt);
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
    detach();
  }

  /** A checkpoint beyond the store's end means that the store was cut: everything is handled again. */
  async #startingPoint(): Promise<Position | undefined> {
    const { store, processes } = this.options;
    const checkpoint = await processes.load(this.#checkpoint);
    const last = await store.lastPosition();
    if (checkpoint !== undefined && checkpoint <= last) return checkpoint;
    if (checkpoint !== undefined) await processes.delete(this.#checkpoint);
    const { startsAt } = this.reactor;
    if (startsAt === 'beginning' || checkpoint !== undefined) return undefined;
    const after = startsAt === 'now' ? last : startsAt.after;
    await processes.save(this.#checkpoint, after);
    return after;
  }

  /** Each event is handled or parked when this resolves; what a crash repeats is harmless. */
  async #handleBatch(events: readonly RecordedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (!last) return;
    if (this.#state !== 'live') this.#state = 'catchingUp';
    const lines = Map.groupBy(events, (event) => this.reactor.lineOf?.(event) ?? event.stream);
    const outcomes = await Promise.allSettled(
      [...lines].map(([line, own]) =>
        this.#delivery.deliver(own.map((event) => this.#deliveryOf(event, line))),
      ),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    this.#reached = last.position;
    await this.#save();
  }

  async #caughtUp(position: Position): Promise<void> {
    this.#state = 'live';
    this.#reached = position;
    if (performance.now() - this.#savedAt > SAVE_EVERY_MS) await this.#save();
  }

  async #save(): Promise<void> {
    if (this.#reached === undefined || this.#reached === this.#saved) return;
    await this.options.processes.save(this.#checkpoint, this.#reached);
    this.#saved = this.#reached;
    this.#savedAt = performance.now();
  }

  #deliveryOf(event: RecordedEvent, line: string): Delivery {
    const { service, store } = this.options;
    const encode = () => encodeCloudEvent({ service, storeId: store.storeId, event });
    return {
      event,
      entity: line,
      sequence: Number(event.position),
      get payload() {
        return Buffer.from(encode());
      },
    };
  }
}
