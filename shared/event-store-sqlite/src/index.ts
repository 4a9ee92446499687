export {
  openSqliteEventStore,
  SqliteEventStore,
  type SqliteEventStoreOptions,
} from './sqlite-event-store.js';
export { StoreHeldError } from './store-lock.js';
export type { VerifiedStore } from './verify.js';
