import { poolEvents, type PoolEvent } from '@berth/contracts/inventory/events';
import type { CollectionDefinition, Projection } from '@berth/read-models';
import { evolvePool, noPool, type Pool } from './pool.decider.js';
import { eventsOf } from '../facts/own-events.js';

export const poolsCollection: CollectionDefinition = {
  name: 'pools',
  indexes: [{ fields: ['name'] }, { fields: ['id'] }],
};

const poolEventOf = eventsOf<PoolEvent>(poolEvents);

export const poolsProjection: Projection<Pool> = {
  name: 'pools',
  version: 1,
  collection: poolsCollection,
  keys: (recorded) => {
    const event = poolEventOf(recorded);
    return event ? [event.data.poolId] : [];
  },
  evolve: (document, recorded) => {
    const event = poolEventOf(recorded);
    if (!event) return document;
    const pool = evolvePool(document ?? noPool, event);
    return pool.status === 'none' ? undefined : pool;
  },
};
