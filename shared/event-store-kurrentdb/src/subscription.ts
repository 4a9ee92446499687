import { PAGE_SIZE } from '@berth/event-store';
import {
  streamNameFilter,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { positionOf } from './convert.js';
import { toStoreError } from './server-errors.js';

/** What the server says between events, in its place among them. */
type Mark =
  { readonly mark: 'checkpoint'; readonly position: bigint } | { readonly mark: 'caughtUp' | 'fellBehind' };

/** What has come over a subscription since one last looked. */
export interface Arrived {
  readonly events: readonly NonNullable<AllStreamResolvedEvent['event']>[];
  /** All of the log up to here has been looked at by the server; 0 where it has not said. */
  readonly upTo: bigint;
  /** The last that was said of it, if anything: nothing more is stored, or more than the server could keep for us. */
  readonly said: 'caughtUp' | 'fellBehind' | undefined;
}

/**
 * One call that brings the events of streams with a prefix, after a position, and what follows live. The server leaves
 * out what belongs to others. Memory is bounded: who does not read makes the server wait.
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
  async next(withinMs: number, signal: AbortSignal): Promise<Arrived | undefined> {
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
      const timer = setTimeout(wake, withinMs);
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

  /** The client tells of marks by events of its own as they come in, ahead of what waits to be read: this puts them in line. */
  #mark(mark: Mark): void {
    if (!this.#call.destroyed) this.#call.push(mark);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
