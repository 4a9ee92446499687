import { describe } from 'node:test';
import { checkpointsContract } from './testing/checkpoints.contract.js';
import { documentsContract } from './testing/documents.contract.js';
import { type ReadModelsFactory, withReadModels } from './testing/harness.js';
import { modelContract } from './testing/model.contract.js';
import { pagingContract } from './testing/paging.contract.js';
import { positionsContract } from './testing/positions.contract.js';
import { queryContract } from './testing/query.contract.js';

export { given } from './testing/given.js';
export { eventsFrom, recorded, type TestEvent } from './testing/events.js';
export { memoryReadModels } from './testing/memory-read-models.js';
export { survivesReplay } from './testing/survives-replay.js';
export type { ReadModelsFactory, ReadModelsHarness } from './testing/harness.js';

/** What every adapter of the read models must pass. Each test opens read models of its own. */
export function readModelsContract(name: string, factory: ReadModelsFactory): void {
  const prepared = withReadModels(factory);
  describe(`${name} keeps the read models' contract`, () => {
    documentsContract(prepared);
    positionsContract(prepared);
    queryContract(prepared);
    pagingContract(prepared);
    checkpointsContract(prepared);
    modelContract(prepared);
  });
}
