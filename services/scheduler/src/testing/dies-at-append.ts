import { SqliteEventStore } from '@berth/event-store-sqlite';

/**
 * Preloaded into a service's process: it is killed by the real signal right after its first append is on disk, before
 * anybody is told. Set `KNIFE` to how many appends it may live through.
 */
let left = Number(process.env['KNIFE'] ?? 0);
const { append } = SqliteEventStore.prototype;
SqliteEventStore.prototype.append = async function (this: SqliteEventStore, ...request) {
  const result = await append.apply(this, request);
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
  return result;
};
