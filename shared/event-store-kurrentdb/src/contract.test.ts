import { randomUUID } from 'node:crypto';
import { eventStoreContract } from '@berth/event-store/testing/contract';
import { startStandIn } from '@berth/kurrentdb-standin';
import { openKurrentEventStore } from './index.js';

for (const version of ['22.10', '25.0'] as const) {
  eventStoreContract(`KurrentDB (stand-in of ${version})`, async () => {
    const server = await startStandIn({ version });
    return {
      open: () => openKurrentEventStore({ url: server.url, service: 'scheduler' }),
      dispose: async () => server.close(),
    };
  });
}

const url = process.env['KURRENTDB_URL'];
if (url !== undefined) {
  eventStoreContract('KurrentDB (real server)', () => {
    const service = `contract${randomUUID().replaceAll('-', '')}`;
    return { open: () => openKurrentEventStore({ url, service }), dispose: () => Promise.resolve() };
  });
}
