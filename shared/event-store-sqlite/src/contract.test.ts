import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@berth/event-store/testing/contract';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './index.js';

for (const writer of ['inline', 'thread'] satisfies SqliteEventStoreOptions['writer'][]) {
  eventStoreContract(`SQLite (${writer})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-events-'));
    return {
      open: (clock) => openSqliteEventStore({ path: join(folder, 'events.db'), clock, writer }),
      dispose: () => rm(folder, { recursive: true }),
    };
  });
}
