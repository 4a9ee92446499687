import { describe } from 'node:test';
import { appendContract } from './testing/append.contract.js';
import { durabilityContract } from './testing/durability.contract.js';
import { type EventStoreFactory, withStore } from './testing/harness.js';
import { modelContract } from './testing/model.contract.js';
import { raceContract } from './testing/race.contract.js';
import { readAllContract } from './testing/read-all.contract.js';
import { readContract } from './testing/read.contract.js';
import { subscribeContract } from './testing/subscribe.contract.js';

export { aNewEvent, newEvents, someMetadata } from './testing/builders.js';
export { collectAll, Follower, type EventStoreFactory, type EventStoreHarness } from './testing/harness.js';

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
