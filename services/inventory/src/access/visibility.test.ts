import assert from 'node:assert/strict';
import { beforeEach, describe, it } from '@jest/globals';
import { GrantQueries } from '../operations/grant-queries.js';
import { PoolQueries } from '../operations/pool-queries.js';
import { idOf, MORNING, who } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { Visibility } from './visibility.js';

const given = (grant: string, to: { userId: string } | { projectId: string }, pool: string) => ({
  type: 'inventory.grant.created.v1',
  data: {
    grantId: idOf(grant),
    ...to,
    poolId: idOf(pool),
    priority: 1,
    timeMultiplier: 1,
    maxHours: 48,
    createdAt: MORNING,
  },
});
const pool = (name: string) => ({
  type: 'inventory.pool.created.v1',
  data: { poolId: idOf(name), name, approval: false, maxQueuedPerUser: 5, createdAt: MORNING },
});
const membership = (type: string, user: string) => ({
  type: `auth.project.${type}.v1`,
  data: { projectId: idOf('vision'), userId: idOf(user) },
});

let seen: ProjectedEvents;
beforeEach(async () => {
  seen = await new ProjectedEvents().see(
    pool('left'),
    pool('right'),
    pool('spare'),
    given('own', { userId: idOf('ada') }, 'left'),
    given('shared', { projectId: idOf('vision') }, 'right'),
    membership('memberAdded', 'ada'),
  );
});

const poolsSeenBy = async (
  role: Parameters<typeof who>[0],
  user: string,
  search?: string,
): Promise<string[]> => {
  const visible = await new Visibility(seen.readModels).of(who(role, user));
  const page = await new PoolQueries(seen.readModels).page({ first: 50, search }, visible);
  return page.items.map(({ node }) => node.name);
};

describe('what a user may see', () => {
  it('is what the person and the projects are granted', async () => {
    assert.deepEqual(await poolsSeenBy('member', 'ada'), ['left', 'right']);
    assert.deepEqual(await poolsSeenBy('guest', 'ada'), ['left', 'right']);
    assert.deepEqual(await poolsSeenBy('member', 'bob'), []);
  });

  it('is everything for admins, operators and auditors', async () => {
    for (const role of ['admin', 'operator', 'auditor'] as const) {
      assert.deepEqual(await poolsSeenBy(role, 'eve'), ['left', 'right', 'spare']);
    }
  });

  it('is found by a part of the name, and what is hidden is not', async () => {
    assert.deepEqual(await poolsSeenBy('member', 'ada', 'IGH'), ['right']);
    assert.deepEqual(await poolsSeenBy('member', 'ada', 'spare'), []);
    assert.deepEqual(await poolsSeenBy('admin', 'eve', 'spare'), ['spare']);
    assert.deepEqual(await poolsSeenBy('admin', 'eve', 'none'), []);
  });

  it('ends with membership and with the grant', async () => {
    await seen.see(membership('memberRemoved', 'ada'));
    assert.deepEqual(await poolsSeenBy('member', 'ada'), ['left']);
    await seen.see({ type: 'inventory.grant.revoked.v1', data: { grantId: idOf('own') } });
    assert.deepEqual(await poolsSeenBy('member', 'ada'), []);
  });

  it('leaves out by id what it hides', async () => {
    const visible = await new Visibility(seen.readModels).of(who('member', 'ada'));
    const found = await new PoolQueries(seen.readModels).byIds(['left', 'spare', 'none'].map(idOf), visible);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['left'],
    );
  });
});

describe('the list of grants', () => {
  const idsSeenBy = async (role: Parameters<typeof who>[0], user: string, filter = {}) => {
    const queries = new GrantQueries(seen.readModels, new Visibility(seen.readModels));
    const page = await queries.page({ first: 50, ...filter }, who(role, user));
    return page.items.map(({ node }) => node.id).sort();
  };

  it("holds a person's own and the project's", async () => {
    assert.deepEqual(await idsSeenBy('member', 'ada'), [idOf('own'), idOf('shared')].sort());
    assert.deepEqual(await idsSeenBy('member', 'bob'), []);
    assert.deepEqual(await idsSeenBy('member', 'bob', { userId: idOf('ada') }), []);
    assert.deepEqual(await idsSeenBy('auditor', 'eve', { userId: idOf('ada') }), [idOf('own')]);
    assert.deepEqual(await idsSeenBy('member', 'ada', { projectId: idOf('vision') }), [idOf('shared')]);
    assert.deepEqual(await idsSeenBy('member', 'ada', { poolId: idOf('left') }), [idOf('own')]);
  });
});
