import type { TestContext } from 'node:test';
import type { EventStore } from '@berth/event-store';
import { startStandIn, type StandIn, type StandInOptions } from '@berth/kurrentdb-standin';
import { openKurrentEventStore } from './index.js';

/** A server of a test's own, and what opens stores on it; all are closed after the test. */
export async function aServer(test: TestContext, options: StandInOptions = {}) {
  const server = await startStandIn(options);
  const stores: EventStore[] = [];
  test.after(async () => {
    for (const store of stores) await store.close();
    server.close();
  });
  const open = async (service: string): Promise<EventStore> => {
    const store = await openKurrentEventStore({ url: server.url, service });
    stores.push(store);
    return store;
  };
  return { server, open };
}

/** A server that can be killed and started again, with what it held, on the same port. */
export class MortalServer {
  readonly #options: StandInOptions;
  #current: StandIn;

  private constructor(options: StandInOptions, first: StandIn) {
    this.#options = { ...options, port: Number(new URL(first.url).port) };
    this.#current = first;
  }

  static async start(options: StandInOptions & { readonly log: NonNullable<StandInOptions['log']> }) {
    return new MortalServer(options, await startStandIn(options));
  }

  get url(): string {
    return this.#current.url;
  }

  kill(): void {
    this.#current.close();
  }

  async start(): Promise<void> {
    this.#current = await startStandIn(this.#options);
  }
}
