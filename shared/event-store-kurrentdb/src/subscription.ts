import { PAGE_SIZE } from '@berth/event-store';
import {
  streamNameFilter,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf } from './convert.js';
import { toStoreError } from './server-errors.js';

/** The server's messages between events, in order with them. */
type Mark =
  { readonly mark: 'checkpoint'; readonly position: bigint } | { readonly mark: 'caughtUp' | 'fellBehind' };

/** What a subscription has received since the last read. */
export interface Arrived {
  readonly events: readonly NonNullable<AllStreamResolvedEvent['event']>[];
  /** The server has read all of the log up to here; 0 where it has not reported it. */
  readonly upTo: bigint;
  /**
   * The last state reported, if any: nothing more is stored, or the consumer was too slow for the server's buffer.
   */
  readonly said: 'caughtUp' | 'fellBehind' | undefined;
}

/**
 * One call for the events of streams with a prefix, after a position, and those that follow live. The server filters
 * out what belongs to others. Memory is bounded: a slow reader makes the server wait.
 */
export class Subscription {
  readonly #call: AllStreamSubscription;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(client: EventStoreDBClient, prefix: string, after: bigint) {
    this.#call = client.subscribeToAll(
      {
        fromPosition: { commit: after, prepare: after },
        filter: streamNameFilter({
          prefixes: [prefix],
          checkpointInterval: 1,
          checkpointReached: (_, { commit }) => this.#mark({ mark: 'checkpoint', position: commit }),
        }),
      },
      { highWaterMark: PAGE_SIZE },
    );
    this.#call.on('caughtUp', () => this.#mark({ mark: 'caughtUp' }));
    this.#call.on('fellBehind', () => this.#mark({ mark: 'fellBehind' }));
    this.#call.on('readable', () => this.#wake());
    this.#call.on('error', (error) => this.#fail(toStoreError(error, '$all')));
    for (const event of ['end', 'close'] as const) {
      this.#call.on(event, () =>
        this.#fail(toStoreError(new Error('the server has ended the subscription'))),
      );
    }
  }

  /** What is there, a page at most; waits so long for something. Nothing where nothing comes, or the signal aborts. */
  async next(timeoutMs: number, signal: AbortSignal): Promise<Arrived | undefined> {
    const there = this.#take();
    if (there !== undefined || signal.aborted) return there;
    if (this.#failure !== undefined) throw this.#failure;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      signal.addEventListener('abort', wake);
      this.#wake = wake;
    });
    const arrived = this.#take();
    if (arrived === undefined && this.#failure !== undefined && !signal.aborted) throw this.#failure;
    return arrived;
  }

  close(): void {
    this.#failure ??= new Error('the subscription is closed');
    this.#call.unsubscribe().catch(() => undefined);
    this.#call.destroy();
  }

  #take(): Arrived | undefined {
    const events = [];
    let upTo = 0n;
    let said: Arrived['said'];
    let taken = 0;
    while (events.length < PAGE_SIZE) {
      const item = this.#call.read() as AllStreamResolvedEvent | Mark | null;
      if (item === null) break;
      taken += 1;
      if ('mark' in item) {
        if (item.mark === 'checkpoint') upTo = upTo > item.position ? upTo : item.position;
        else said = item.mark;
      } else if (item.event !== undefined) {
        events.push(item.event);
        upTo = positionOf(item.event);
      }
    }
    return taken === 0 ? undefined : { events, upTo, said };
  }

  /**
   * The client emits checkpoints as they come in, ahead of events that wait to be read: this restores their order.
   */
  #mark(mark: Mark): void {
    if (!this.#call.destroyed) this.#call.push(mark);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
