import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@berth/event-store/testing';
import { openSqliteEventStore } from './index.js';

eventStoreContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-events-'));
  return {
    open: (clock) => openSqliteEventStore({ path: join(folder, 'events.db'), clock }),
    dispose: () => rm(folder, { recursive: true }),
  };
});
