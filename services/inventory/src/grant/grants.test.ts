import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { EventStore } from '@berth/event-store';
import { recorded } from '@berth/read-models/testing';
import { Aggregates } from '@berth/service-host/aggregates';
import { deletedUserGrants } from './deleted-user-grants.process-manager.js';
import { idOf, MORNING } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { commandBy, everythingIn, openTestStore, typesIn } from '../testing/other-services.js';
import { grantDecider, grantStream } from './grant.decider.js';
import { Grants } from './grants.js';

let store: EventStore;
let grants: Grants;
beforeEach(async () => {
  store = await openTestStore();
  const seen = new ProjectedEvents();
  let shown = 0;
  const waitForViews = async () => {
    const events = await everythingIn(store);
    await seen.see(...events.slice(shown).map(({ type, data }) => ({ type, data })));
    shown = events.length;
  };
  grants = new Grants(new Aggregates(store, grantDecider), seen.readModels, waitForViews);
});
afterEach(() => store.close());

const give = (name: string, to: { userId: string } | { projectId: string }) => {
  const terms = { poolId: idOf('pool'), priority: 1, timeMultiplier: 1, maxHours: 48, createdAt: MORNING };
  return grants.create({ grantId: idOf(name), ...to, ...terms }, commandBy('admin', name));
};

describe('the deletion of an account', () => {
  it("revokes the user's grants only, however often the event is handled", async () => {
    await give('first', { userId: idOf('ada') });
    await give('second', { userId: idOf('ada') });
    await give('other', { userId: idOf('bob') });
    await give('shared', { projectId: idOf('ada') });
    const hear = deletedUserGrants(grants);
    const deleted = recorded({ type: 'auth.user.deleted.v1', data: { userId: idOf('ada') } });
    await hear(deleted);
    await hear(deleted);
    for (const name of ['first', 'second']) {
      assert.deepEqual(await typesIn(store, grantStream(idOf(name))), ['grant.created', 'grant.revoked']);
    }
    for (const name of ['other', 'shared']) {
      assert.deepEqual(await typesIn(store, grantStream(idOf(name))), ['grant.created']);
    }
    const [, revocation] = await store.read(grantStream(idOf('first')));
    assert.deepEqual(revocation?.metadata.causationId, deleted.id);
  });
});
