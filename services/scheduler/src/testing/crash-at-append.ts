import { SqliteEventStore } from '@berth/event-store-sqlite';

/**
 * Preloaded into a service's process: kills it by the real signal right after an append is on disk, before the
 * append is acknowledged. `CRASH_AFTER_APPENDS` is the number of appends to survive.
 */
let left = Number(process.env['CRASH_AFTER_APPENDS'] ?? 0);
const { append } = SqliteEventStore.prototype;
SqliteEventStore.prototype.append = async function (this: SqliteEventStore, ...request) {
  const result = await append.apply(this, request);
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
  return result;
};
