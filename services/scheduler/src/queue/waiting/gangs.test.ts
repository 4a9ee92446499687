import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { emptyCalendar } from '../../calendar/calendar.js';
import { Facts } from '../../facts/facts.js';
import type { Candidate } from '../../placement/planned.js';
import { candidatesOf } from '../order/candidates.js';
import { aQueuedJob, aSpec, hostId, NOW, poolId, userId, knowMember } from '../../testing/fixtures.js';
import type { JobState } from '@berth/contracts/scheduler/views';
import { JobQueueIndex } from './job-queue-index.js';

const gangId = 'G';
const size = 3;
function aGang() {
  const queueIndex = new JobQueueIndex(() => 0);
  const member = (rank: number, state: JobState = 'queued', runs = 0) =>
    queueIndex.apply({
      ...aQueuedJob(`m${rank}`, {}, state),
      spec: aSpec({ gang: { gangId, rank, size } }),
      runs: Array.from({ length: runs }, (_, index) => ({
        run: index + 1,
        state: 'placed' as const,
        leaseId: 'L',
        hostId,
        devices: [],
        placedAt: NOW,
      })),
    });
  const facts = new Facts();
  knowMember(facts);
  const grant = { grantId: 'G', userId, projectId: null, poolId, deviceUuid: null, priority: 1 };
  const after = { ...grant, timeMultiplier: 1, maxHours: 48 };
  facts.apply('facts-grants', [{ id: 'G', before: undefined, after }]);
  const candidates = () =>
    Array.from(
      candidatesOf(poolId, { queueIndex, facts, calendar: emptyCalendar }) as Iterable<Candidate>,
    ).map(({ jobId, others = [] }) => [jobId, ...others.map((other) => other.jobId)]);
  return { queueIndex, member, candidates };
}

describe('a gang in the queue', () => {
  it('is one candidate, once all of it are queued', () => {
    const { queueIndex, member, candidates } = aGang();
    member(0);
    member(1);
    assert.deepEqual([candidates(), queueIndex.gangs.count(gangId)], [[], { queued: 2, held: 0 }]);
    member(2);
    assert.deepEqual(candidates(), [['m0', 'm1', 'm2']]);
  });
  it('that has run before starts again with whoever is queued, once nobody of it has devices', () => {
    const { member, candidates } = aGang();
    for (const rank of [0, 1, 2]) member(rank, 'running', 1);
    member(0, 'queued', 1);
    assert.deepEqual(candidates(), []);
    member(1, 'succeeded', 1);
    member(2, 'queued', 1);
    assert.deepEqual(candidates(), [['m0', 'm2']]);
  });
  it('is forgotten when all of it are over', () => {
    const { queueIndex, member } = aGang();
    member(0);
    member(0, 'cancelled');
    assert.deepEqual(queueIndex.gangs.count(gangId), { queued: 0, held: 0 });
  });
});
