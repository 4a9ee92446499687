import {
  poolEvents,
  poolNameEvents,
  type PoolEvent,
  type PoolNameEvent,
} from '@berth/contracts/inventory/events';
import { type EventStore, readAs, type RecordedEvent } from '@berth/event-store';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { poolNameId } from './pool-name.js';
import { evolvePool, noPool } from './pool.decider.js';
import type { Pools } from './pools.js';

const NAME = 'pool-names';

/** Keeps names and pools consistent: completes claims and releases former names. */
export function poolNameProcessManager(pools: Pools, store: EventStore): ProcessManager {
  return {
    name: NAME,
    startsAt: 'beginning',
    types: [poolNameEvents.claimed.type, poolEvents.updated.type],
    handle: async (recorded) => {
      const event = readAs<PoolEvent | PoolNameEvent>(recorded);
      if (event.type === poolNameEvents.claimed.type) {
        await pools.finish(recorded, event.data.name, event.data.intent);
      } else if (event.type === poolEvents.updated.type && event.data.name !== undefined) {
        const former = await nameBefore(store, recorded);
        if (former === undefined || poolNameId(former) === poolNameId(event.data.name)) return;
        const meta = causedBy(NAME, recorded, 'inventory.poolName.release.v1', recorded.recordedAt);
        await pools.releaseFormer(former, event.data.poolId, recorded, meta);
      }
    },
  };
}

async function nameBefore(
  store: EventStore,
  { stream, revision }: RecordedEvent,
): Promise<string | undefined> {
  const events = await store.read(stream, { limit: revision });
  const state = events.reduce((pool, each) => evolvePool(pool, readAs<PoolEvent>(each)), noPool);
  return state.status === 'none' ? undefined : state.name;
}
