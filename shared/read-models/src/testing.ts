export { given } from './testing/given.js';
export { eventsFrom, recorded, type TestEvent } from './testing/harness.js';
export { memoryReadModels } from './testing/memory-read-models.js';
export { survivesReplay } from './testing/survives-replay.js';
export type { ReadModelsFactory, ReadModelsHarness } from './testing/harness.js';
