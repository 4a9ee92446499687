import { join } from 'node:path';
import { onTestEnd } from '@berth/testing/test-end';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { tempDir } from '@berth/testing/temp-dir';
import { FaultyStore } from './faulty-store.js';

const folder = tempDir('stores');
let stores = 0;

/** A real store, closed when the test ends. */
export async function openTestStore(): Promise<FaultyStore> {
  stores += 1;
  const store = new FaultyStore(await openSqliteEventStore({ path: join(folder, `events-${stores}.db`) }));
  onTestEnd(() => store.close());
  return store;
}
