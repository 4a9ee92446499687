import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCloudEvent } from '@berth/bus/cloud-event';
import type { Delivery } from '@berth/bus/delivery';
import { EventDelivery, type DeliveryFailure } from '@berth/bus/event-delivery';
import { SerialQueue } from '@berth/kernel/serial-queue';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import type { Logger } from './log.js';
import type { ProcessStore } from './process-store.js';

/**
 * A process manager: turns events of the own log into commands. Each event reaches it at least once, those with one
 * ordering key in order; the ids of its commands derive from the event (`causedBy`), so that a repeat is harmless.
 * An event that it cannot handle is parked, with the later ones of its key, and the others go on.
 */
export interface ProcessManager {
  readonly name: string;
  /** Wire names of the events it wants. */
  readonly types: readonly string[];
  /**
   * The start without a checkpoint: the first event ever recorded, the present end, or a position. One that starts
   * with the first handles all of them again when the process store was lost.
   */
  readonly startsAt: 'beginning' | 'now' | { readonly after: Position };
  /** Events with one ordering key are handled one after the other, keys concurrently. Default: the stream. */
  orderingKeyOf?(event: RecordedEvent): string;
  /**
   * Throws what `isTransient` accepts for transient failures, which are retried without limit; any other is retried
   * a few times, and parked.
   */
  handle(event: RecordedEvent): Promise<void>;
}

export interface ProcessManagerOptions {
  readonly service: ServiceName;
  readonly store: EventStore;
  readonly processes: ProcessStore;
  readonly log: Logger;
  /** Waits between tries of one event, in ms; then it is parked. */
  readonly retryDelaysMs?: readonly number[];
}

export interface ProcessManagerStatus {
  readonly name: string;
  readonly state: 'starting' | 'live' | 'catchingUp' | 'retrying' | 'stopped';
  /** Everything up to here is handled or parked. */
  readonly reached?: Position;
  readonly failure?: DeliveryFailure;
}

const MAX_WAIT_MS = 5000;
/**
 * Unwanted events advance the checkpoint as well; it is saved at this interval, so that a start need not read them
 * again.
 */
const SAVE_EVERY_MS = 10_000;

/** Runs one process manager. Ordering keys are handled concurrently, so that their appends share a group commit. */
export class RunningProcessManager {
  readonly name: string;
  #state: ProcessManagerStatus['state'] = 'starting';
  #reached: Position | undefined;
  #saved: Position | undefined;
  #savedAt = performance.now();
  #failure: DeliveryFailure | undefined;
  readonly #stop = new AbortController();
  readonly #delivery: EventDelivery;
  readonly #serial = new SerialQueue();
  #done: Promise<void> = Promise.resolve();

  constructor(
    private readonly processManager: ProcessManager,
    private readonly options: ProcessManagerOptions,
  ) {
    const { service, processes, log, retryDelaysMs } = options;
    this.name = processManager.name;
    const handle = async (events: readonly RecordedEvent[]): Promise<void> => {
      for (const event of events) await processManager.handle(event);
    };
    const name = processManager.name;
    const { parked } = processes;
    this.#delivery = new EventDelivery(
      { name, source: service, handle, parked, log, ...defined({ retryDelaysMs }) },
      this.#stop.signal,
    );
  }

  get status(): ProcessManagerStatus {
    const failure = this.#delivery.failure ?? this.#failure;
    return {
      name: this.name,
      state: this.#state !== 'stopped' && this.#delivery.isWaiting ? 'retrying' : this.#state,
      ...defined({ reached: this.#reached, failure }),
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
    return `processManager:${this.processManager.name}@${this.options.store.storeId}`;
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
        const filter = { types: this.processManager.types };
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
          log.error({ err: error, processManager: this.name }, 'a process manager failed; retrying');
        const wait = Math.min(MAX_WAIT_MS, 100 * 2 ** attempt);
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
    const { startsAt } = this.processManager;
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
    const byOrderingKey = Map.groupBy(
      events,
      (event) => this.processManager.orderingKeyOf?.(event) ?? event.stream,
    );
    const outcomes = await Promise.allSettled(
      [...byOrderingKey].map(([orderingKey, own]) =>
        this.#delivery.deliver(own.map((event) => this.#deliveryOf(event, orderingKey))),
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

  #deliveryOf(event: RecordedEvent, orderingKey: string): Delivery {
    const { service, store } = this.options;
    const encode = () => encodeCloudEvent({ service, storeId: store.storeId, event });
    return {
      event,
      entity: orderingKey,
      sequence: Number(event.position),
      get payload() {
        return Buffer.from(encode());
      },
    };
  }
}
