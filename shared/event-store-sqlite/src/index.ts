export {
  openSqliteEventStore,
  SqliteEventStore,
  type SqliteEventStoreOptions,
} from './sqlite-event-store.js';
export { StoreLockedError } from './store-lock.js';
export type { VerifiedStore } from './verify.js';
