import {
  StoreUnavailableError,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type ReadAllOptions,
  type ReadOptions,
  type SubscribeOptions,
} from '@berth/event-store';

/** A real store whose appends can be counted, held up, and made to fail before or after they are committed. */
export class FaultyStore implements EventStore {
  appends = 0;
  reads = 0;
  #failing: 'before' | 'after' | undefined;
  #gate: Promise<void> | undefined;

  constructor(private readonly inner: EventStore) {}

  get storeId(): string {
    return this.inner.storeId;
  }

  /** The next append reports a failure: without being recorded, or although it was. */
  failNext(when: 'before' | 'after'): void {
    this.#failing = when;
  }

  /** Appends wait until the function that is given back is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = undefined;
      resolve();
    };
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    this.appends += 1;
    const failing = this.#failing;
    this.#failing = undefined;
    await this.#gate;
    if (failing === 'before') throw new StoreUnavailableError('the disk is full');
    const result = await this.inner.append(stream, events, expected);
    if (failing === 'after') throw new StoreUnavailableError('the connection was lost');
    return result;
  }

  read(stream: string, options?: ReadOptions) {
    this.reads += 1;
    return this.inner.read(stream, options);
  }

  readAll(options?: ReadAllOptions) {
    return this.inner.readAll(options);
  }

  subscribe(options: SubscribeOptions) {
    return this.inner.subscribe(options);
  }

  lastPosition() {
    return this.inner.lastPosition();
  }

  close() {
    return this.inner.close();
  }
}
