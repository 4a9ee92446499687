import { describe } from '@jest/globals';
import { appendContract } from './append.contract.js';
import { durabilityContract } from './durability.contract.js';
import { type EventStoreFactory, withStore } from './harness.js';
import { modelContract } from './model.contract.js';
import { raceContract } from './race.contract.js';
import { readAllContract } from './read-all.contract.js';
import { readContract } from './read.contract.js';
import { subscribeContract } from './subscribe.contract.js';

/** What every adapter of the event store must pass. Each test opens a store of its own. */
export function eventStoreContract(name: string, factory: EventStoreFactory): void {
  const prepared = withStore(factory);
  describe(`${name} keeps the event store's contract`, () => {
    appendContract(prepared);
    raceContract(prepared);
    readContract(prepared);
    readAllContract(prepared);
    subscribeContract(prepared);
    durabilityContract(prepared);
    modelContract(prepared);
  });
}
