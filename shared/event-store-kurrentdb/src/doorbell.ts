import { END, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';

/** What is not heard is looked for after so many milliseconds. */
const LOOK_ANYWAY = 1000;

/**
 * Tells waiting readers that the service's streams have something new, whoever wrote it. It carries no events and
 * may miss a ring, so readers look by themselves now and then: nothing depends on it but their delay.
 */
export class Doorbell {
  readonly #waiting = new Set<() => void>();
  #listening: Promise<void> | undefined;
  #stop: () => void = () => undefined;
  #stopped = false;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly prefix: string,
  ) {}

  /** Resolves once the server will tell of what comes, or has shown that it can't now. */
  listen(): Promise<void> {
    this.#listening ??= this.#listen();
    return this.#listening;
  }

  ring(): void {
    for (const wake of this.#waiting) wake();
  }

  next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_ANYWAY);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }

  #listen(): Promise<void> {
    return new Promise((resolve) => {
      const filter = streamNameFilter({ prefixes: [this.prefix] });
      const subscription = this.client.subscribeToAll({ fromPosition: END, filter });
      this.#stop = () => void subscription.unsubscribe().catch(() => undefined);
      subscription.on('data', () => this.ring());
      subscription.on('confirmation', resolve);
      const lost = (): void => {
        resolve();
        // The next reader that waits asks again.
        this.#listening = undefined;
      };
      subscription.on('error', lost);
      subscription.on('close', lost);
      if (this.#stopped) this.#stop();
    });
  }
}
