import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { idFromName } from '@berth/kernel/ids';
import type { Identity } from '@berth/service-host/operation';
import { poolId, projectId, userId } from '../testing/fixtures.js';
import { Facts } from './facts.js';
import type { GrantFact } from './pool.facts.js';
import { Visibility } from './visibility.js';

const aGrant = (change: Partial<GrantFact> = {}): GrantFact => ({
  grantId: idFromName('grant', JSON.stringify(change)),
  userId,
  projectId: null,
  poolId,
  deviceUuid: null,
  priority: 1,
  timeMultiplier: 1,
  maxHours: 48,
  ...change,
});
function facts(...grants: readonly GrantFact[]): Facts {
  const all = new Facts();
  for (const grant of grants)
    all.apply('facts-grants', [{ id: grant.grantId, before: undefined, after: grant }]);
  all.apply('facts-pools', [
    {
      id: poolId,
      before: undefined,
      after: { poolId, name: 'lab', approval: false, maxQueuedPerUser: 1 },
    },
  ]);
  all.apply('facts-projects', [
    {
      id: projectId,
      before: undefined,
      after: { projectId, name: 'vision', archived: false, members: { [userId]: 'member' } },
    },
  ]);
  return all;
}
const member = { userId, projectId, staff: false };
const byProject = { userId: null, projectId };

describe('what somebody may use of a pool', () => {
  it('is nothing without a grant, for others or for other pools', () => {
    const grants = [aGrant({ userId: projectId }), aGrant({ poolId: userId })];
    assert.equal(facts(...grants).entitlements.of(member, poolId), undefined);
  });
  it('is everything of it with a grant for the pool, by user or by project', () => {
    for (const grant of [aGrant(), aGrant(byProject)]) {
      assert.deepEqual(facts(grant).entitlements.of(member, poolId), {
        priority: 1,
        maxHours: 48,
        timeMultiplier: 1,
        devices: undefined,
      });
    }
  });
  it('is the best of all grants', () => {
    const grants = [
      aGrant({ priority: 2, maxHours: 10, timeMultiplier: 3 }),
      aGrant({ ...byProject, priority: 0, maxHours: 20 }),
    ];
    const { priority, maxHours } = facts(...grants).entitlements.of(member, poolId)!;
    assert.deepEqual([priority, maxHours], [0, 30]);
  });
  it('is the granted devices alone, unless a grant names the whole pool', () => {
    const some = [aGrant({ deviceUuid: 'G1' }), aGrant({ ...byProject, deviceUuid: 'G2' })];
    assert.deepEqual(facts(...some).entitlements.of(member, poolId)?.devices, new Set(['G1', 'G2']));
    assert.equal(facts(...some, aGrant()).entitlements.of(member, poolId)?.devices, undefined);
  });
  it('is everything for staff, whose grants only set their class', () => {
    const staff = { ...member, staff: true };
    assert.deepEqual(facts().entitlements.of(staff, poolId), {
      priority: 1,
      maxHours: Infinity,
      timeMultiplier: 1,
      devices: undefined,
    });
    const own = facts(aGrant({ deviceUuid: 'G1', priority: 0 })).entitlements.of(staff, poolId);
    assert.deepEqual([own?.priority, own?.devices], [0, undefined]);
  });
  it('is the same object until a grant changes', () => {
    const all = facts(aGrant({ deviceUuid: 'G1' }));
    const before = all.entitlements.of(member, poolId);
    assert.equal(all.entitlements.of({ ...member }, poolId), before);
    all.apply('facts-grants', []);
    assert.equal(all.entitlements.of(member, poolId), before);
    const more = aGrant({ deviceUuid: 'G2' });
    all.apply('facts-grants', [{ id: more.grantId, before: undefined, after: more }]);
    assert.equal(all.entitlements.of(member, poolId)?.devices?.size, 2);
  });
});

describe('what somebody may see', () => {
  const as = (role: Identity['role'], id = userId): Identity => ({ kind: 'user', userId: id, role });
  const outsider = idFromName('user', 'eve');
  it('are jobs of own projects; all of them for staff and auditors', () => {
    const visibility = new Visibility(facts());
    const seen = (identity: Identity) => visibility.ofJob(identity, { projectId });
    assert.deepEqual(
      [as('member'), as('guest'), as('member', outsider), as('auditor', outsider), as('admin', outsider)].map(
        seen,
      ),
      [true, true, false, true, true],
    );
    assert.ok(!visibility.ofJob(as('member', 'constructor'), { projectId }));
    assert.ok(!visibility.ofJob(as('member'), { projectId: outsider }));
  });
  it('are pools that they have a grant for, themselves or by a project', () => {
    const seen = (grants: readonly GrantFact[], identity = as('member')) =>
      new Visibility(facts(...grants)).ofPool(identity, poolId);
    assert.deepEqual(
      [seen([]), seen([aGrant()]), seen([aGrant(byProject)]), seen([], as('auditor'))],
      [false, true, true, true],
    );
    assert.ok(!new Visibility(facts(aGrant())).ofPool(as('admin'), projectId));
  });
});
