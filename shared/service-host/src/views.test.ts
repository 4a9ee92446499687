import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { toPosition } from '@berth/event-store';
import { newEvents } from '@berth/event-store/testing';
import type { Projection } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import type { Platform, ServiceParts } from './platform.js';
import { openTestStore } from './testing/stores.js';
import { Views } from './views.js';

const streams: Projection<{ readonly revision: number }> = {
  name: 'streams',
  version: 1,
  collection: { name: 'streams', indexes: [] },
  keys: (event) => [event.stream],
  evolve: (_, event) => ({ revision: event.revision }),
};

describe('views', () => {
  it('are waited for as far as there is something to see, and not for what was never recorded', async () => {
    const store = await openTestStore();
    const views = new Views();
    const lastKnownPosition = () => store.lastPosition();
    const platform = { store, lastKnownPosition, readModels: memoryReadModels() } as unknown as Platform;
    await views.start('test', platform, { projections: [streams] } as unknown as ServiceParts);
    onTestEnd(() => views.stop());
    const { position } = await store.append('thing:1', newEvents(1), 'noStream');
    assert.equal(await views.waitFor(position, 5_000), true);
    const ahead = toPosition(BigInt(position) + 1n);
    const answers = Promise.race([
      views.waitFor(ahead, 60_000),
      new Promise((resolve) => setTimeout(resolve, 10_000, 'still waits').unref()),
    ]);
    assert.equal(await answers, false);
  });
});
