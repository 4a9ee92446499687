import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import type { Logger } from './log.js';

/**
 * A process manager: turns events of the own log into commands. Each event reaches it at least once, those of one
 * line in order; the commands it sends take their ids from the event (`causedBy`), so that a repeat is harmless.
 */
export interface Reactor {
  readonly name: string;
  /** Wire names of the events it wants. */
  readonly types: readonly string[];
  /** Events of one line are handled one after the other, lines side by side. Default: a line is a stream. */
  lineOf?(event: RecordedEvent): string;
  handle(event: RecordedEvent): Promise<void>;
}

export interface ReactorOptions {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly log: Logger;
}

export interface ReactorStatus {
  readonly name: string;
  readonly state: 'starting' | 'live' | 'catchingUp' | 'retrying' | 'stopped';
  readonly reason?: string;
  readonly reached?: Position;
}

const LONGEST_WAIT_MS = 5000;

/** Runs one reactor. Lines are handled side by side, so that their appends share a group commit. */
export class RunningReactor {
  #status: ReactorStatus;
  readonly #stop = new AbortController();
  #done: Promise<void> = Promise.resolve();

  constructor(
    private readonly reactor: Reactor,
    private readonly options: ReactorOptions,
  ) {
    this.#status = { name: reactor.name, state: 'starting' };
  }

  get status(): ReactorStatus {
    return this.#status;
  }

  start(): void {
    this.#done = this.run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    this.#status = { ...this.#status, state: 'stopped' };
  }

  private get checkpoint(): string {
    return `reactor:${this.reactor.name}@${this.options.store.storeId}`;
  }

  private async run(): Promise<void> {
    const { signal } = this.#stop;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const after = await this.startingPoint();
        const filter = { types: this.reactor.types };
        const items = this.options.store.subscribe({
          signal,
          filter,
          ...(after === undefined ? {} : { after }),
        });
        for await (const item of items) {
          if (item.kind === 'events') await this.handleBatch(item.events);
          else this.#status = { name: this.reactor.name, state: 'live', reached: item.position };
          attempt = 0;
          if (signal.aborted) break;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#status = { name: this.reactor.name, state: 'retrying', reason: reasonOf(error) };
        this.options.log.error(
          { err: error, reactor: this.reactor.name },
          'a process manager failed and tries again',
        );
        await sleep(Math.min(LONGEST_WAIT_MS, 100 * 2 ** attempt), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** A checkpoint beyond the store's end means that the store was cut: everything is handled again. */
  private async startingPoint(): Promise<Position | undefined> {
    const { store, readModels } = this.options;
    const checkpoint = await readModels.loadCheckpoint(this.checkpoint);
    if (checkpoint === undefined || checkpoint <= (await store.lastPosition())) return checkpoint;
    await readModels.deleteCheckpoint(this.checkpoint);
    return undefined;
  }

  private async handleBatch(events: readonly RecordedEvent[]): Promise<void> {
    const lines = Map.groupBy(events, (event) => this.reactor.lineOf?.(event) ?? event.stream);
    const outcomes = await Promise.allSettled([...lines.values()].map((own) => this.handleInOrder(own)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    const last = events.at(-1);
    if (last) await this.options.readModels.saveCheckpoint(this.checkpoint, last.position);
  }

  private async handleInOrder(events: readonly RecordedEvent[]): Promise<void> {
    for (const event of events) await this.reactor.handle(event);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
