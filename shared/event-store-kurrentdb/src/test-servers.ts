import { onTestEnd } from '@berth/testing/test-end';
import type { EventStore } from '@berth/event-store';
import { startStandIn, type StandInOptions } from '@berth/kurrentdb-standin';
import { openKurrentEventStore } from './index.js';

/** A server of a test's own, and what opens stores on it; all are closed after the test. */
export async function aServer(options: StandInOptions = {}) {
  const server = await startStandIn(options);
  const stores: EventStore[] = [];
  onTestEnd(async () => {
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
