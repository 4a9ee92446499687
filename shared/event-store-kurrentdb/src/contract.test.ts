import { randomUUID } from 'node:crypto';
import { eventStoreContract } from '@berth/event-store/testing';
import { startStandIn } from '@berth/kurrentdb-standin';
import { openKurrentEventStore } from './index.js';

eventStoreContract('KurrentDB (stand-in)', async () => {
  const server = await startStandIn();
  return {
    open: () => openKurrentEventStore({ url: server.url, service: 'scheduler' }),
    dispose: async () => server.close(),
  };
});

const url = process.env['KURRENTDB_URL'];
if (url !== undefined) {
  eventStoreContract('KurrentDB (real server)', () => {
    const service = `contract${randomUUID().replaceAll('-', '')}`;
    return { open: () => openKurrentEventStore({ url, service }), dispose: () => Promise.resolve() };
  });
}
