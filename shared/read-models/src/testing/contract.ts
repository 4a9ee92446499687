import { describe } from '@jest/globals';
import { checkpointsContract } from './checkpoints.contract.js';
import { documentsContract } from './documents.contract.js';
import { type ReadModelsFactory, withReadModels } from './harness.js';
import { modelContract } from './model.contract.js';
import { pagingContract } from './paging.contract.js';
import { positionsContract } from './positions.contract.js';
import { queryContract } from './query.contract.js';

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
