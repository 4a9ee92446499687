import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, poolPolicy, setPolicy } from '@berth/contracts/scheduler/policy';
import { given } from '@berth/service-host/testing';
import { LATER, NOW, poolId } from '../../testing/fixtures.js';
import { completed, policyDecider, type PolicyChange } from './policy.js';
import { unknownShareHolder } from './policy.controller.js';

const policy = given(policyDecider);
const set = (change: PolicyChange, now = NOW) => ({ type: 'set', poolId, change, now }) as const;
const wasSet = (change: Partial<typeof DEFAULT_POLICY>, setAt = NOW) =>
  ({
    type: 'scheduler.policy.set.v1',
    data: { poolId, policy: { ...DEFAULT_POLICY, ...change }, setAt },
  }) as const;

describe('the policy of a pool', () => {
  it('is recorded whole, with what was left out as it was', () => {
    policy
      .events()
      .when(set({ order: 'fairShare' }))
      .then(wasSet({ order: 'fairShare' }))
      .and.when(set({ preemption: { mode: 'lowerClass' } }, LATER))
      .then(
        wasSet(
          { order: 'fairShare', preemption: { ...DEFAULT_POLICY.preemption, mode: 'lowerClass' } },
          LATER,
        ),
      );
  });

  it('is not recorded again where it is so already', () => {
    policy
      .events()
      .when(set({ backfill: true, fairShare: { halfLifeHours: 168 } }))
      .nothing();
  });

  it('has the defaults of parts that did not exist when it was recorded', () => {
    const { reservations: _, ...older } = DEFAULT_POLICY;
    assert.deepEqual(completed({ ...older, placement: 'pack' }), { ...DEFAULT_POLICY, placement: 'pack' });
  });

  it('gives shares to projects and users that there are', () => {
    const facts = { projects: new Set(['p']), users: new Set(['u']) };
    const refused = (fairShare: PolicyChange['fairShare']) => unknownShareHolder(facts, { fairShare })?.field;
    assert.equal(refused({ projectShares: { p: 2 }, userShares: { u: 2 } }), undefined);
    assert.equal(refused({ projectShares: { p: 2, q: 1 } }), 'fairShare.projectShares.q');
    assert.equal(refused({ userShares: { p: 2 } }), 'fairShare.userShares.p');
    assert.equal(unknownShareHolder(facts, { backfill: false }), undefined);
  });

  it('is whole and valid by default', () => {
    assert.deepEqual(poolPolicy.parse(DEFAULT_POLICY), DEFAULT_POLICY);
  });

  it('is refused with what it does not know, or out of bounds', () => {
    const problem = (input: object) =>
      setPolicy.input.safeParse({ pool: 'p', ...input }).error?.issues[0]?.path.join('.');
    assert.equal(problem({ fairShare: { halfLifeHours: 0 } }), 'fairShare.halfLifeHours');
    assert.equal(problem({ preemption: { grace: 1 } }), 'preemption');
    assert.equal(problem({ order: 'random' }), 'order');
    assert.equal(problem({ reservations: { offerMinutes: 0 } }), 'reservations.offerMinutes');
  });
});
