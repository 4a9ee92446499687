export { openSqliteReadModels, type SqliteReadModelsOptions } from './open.js';
export { ReadModelsDamagedError } from './failures.js';
