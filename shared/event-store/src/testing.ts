export { aNewEvent, newEvents, someMetadata } from './testing/builders.js';
export { collectAll, Follower, type EventStoreFactory, type EventStoreHarness } from './testing/harness.js';
