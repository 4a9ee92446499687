import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { SchedulingState } from '../waiting/scheduling-state.js';
import { emptyCalendar, withLease, type Calendar } from '../../calendar/calendar.js';
import type { Entitlement } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import { JobQueueIndex } from '../waiting/job-queue-index.js';
import {
  aDevice,
  aHost,
  aQueuedJob,
  aSpec,
  hostId,
  NOW,
  openTerms,
  poolId,
  userId,
} from '../../testing/fixtures.js';
import { planOptions } from '../../testing/placement.fixtures.js';
import { candidatesOf, type QueuedCandidate } from './candidates.js';
import { plan } from '../../placement/plan.js';

const LATER = '2026-01-05T10:00:00.000Z';
const granted = (devices?: readonly string[]): Entitlement => ({
  priority: 1,
  maxHours: 48,
  timeMultiplier: 1,
  devices: devices && new Set(devices),
});
/** Ada may use everything, Bob one device, and Eve nothing. */
const grants: { readonly [userId: string]: Entitlement | undefined } = {
  ada: granted(),
  bob: granted(['small/GPU-0']),
};
const active = { status: 'active', role: 'member' };
const people: { readonly [userId: string]: object } = {
  ada: active,
  bob: active,
  eve: active,
  [userId]: active,
  suspended: { ...active, status: 'suspended' },
  deleted: { ...active, status: 'deleted' },
  auditor: { ...active, role: 'auditor' },
};
const facts = {
  users: { get: (id: string) => people[id] },
  projects: { get: (id: string) => ({ archived: id === 'archived', members: people }) },
  entitlements: { of: ({ userId }: { readonly userId: string }) => grants[userId] },
} as unknown as Facts;

const aJob = fc.record({
  userId: fc.constantFrom('ada', 'bob', 'eve'),
  count: fc.integer({ min: 0, max: 3 }),
  priority: fc.integer({ min: 1, max: 3 }),
  notBefore: fc.constantFrom(null, NOW, LATER),
  leased: fc.boolean(),
});

const documentOf = (
  id: string,
  {
    userId,
    count,
    priority,
    notBefore,
  }: { userId: string; count: number; priority: number; notBefore: string | null },
): SchedulingState => ({
  ...aQueuedJob(id, { priority }),
  userId,
  notBefore,
  spec: aSpec({ priority, gpus: { count } }),
});

const leaseOf = (jobId: string) => ({
  leaseId: `lease of ${jobId}`,
  jobId,
  projectId: '',
  userId: '',
  run: 1,
  hostId,
  uuids: [],
  class: 'training' as const,
  vcpus: 0,
  ramMiB: 0,
  leasedAt: NOW,
  ...openTerms,
});

/** Job by job, as it would be without groups. */
function* oneByOne(queueIndex: JobQueueIndex, calendar: Calendar): Generator<QueuedCandidate> {
  for (const job of queueIndex.queue(poolId)) {
    const entitlement = grants[job.userId];
    const isDue = job.notBefore === null || job.notBefore <= NOW;
    if (!isDue || calendar.leaseOfJob.has(job.jobId) || !entitlement) continue;
    const { jobId, userId, projectId, grantPriority, queuedAt, scheduling } = job;
    const demand = queueIndex.demandOf(job, entitlement.devices);
    const { timeoutMinutes } = scheduling.spec;
    yield { jobId, userId, projectId, grantPriority, queuedAt, job, demand, timeoutMinutes };
  }
}

describe('the candidates of a pass', () => {
  it('come in the order of the queue, and lead to the same plan as if each job were looked at', () => {
    const hosts = [
      aHost('small', [aDevice(0), aDevice(1)]),
      aHost('large', [aDevice(0), aDevice(1), aDevice(2)]),
    ];
    fc.assert(
      fc.property(fc.array(aJob, { maxLength: 60 }), (jobs) => {
        const queueIndex = new JobQueueIndex(
          () => 0,
          () => NOW,
        );
        let calendar = emptyCalendar;
        for (const [index, job] of jobs.entries()) {
          queueIndex.apply(documentOf(`job-${index}`, job));
          if (job.leased) calendar = withLease(calendar, leaseOf(`job-${index}`));
        }
        const given = () => candidatesOf(poolId, { queueIndex, facts, calendar });
        const ids = (candidates: Iterable<QueuedCandidate>) => [...candidates].map(({ jobId }) => jobId);
        assert.deepEqual(ids(given()), ids(oneByOne(queueIndex, calendar)));
        const places = (candidates: Parameters<typeof plan<QueuedCandidate>>[0]) =>
          plan(candidates, hosts, calendar, planOptions({ limit: 8 })).placements.map(
            ({ candidate, host, devices }) => [
              candidate.jobId,
              host.name,
              ...devices.map(({ uuid }) => uuid),
            ],
          );
        assert.deepEqual(places(given()), places(oneByOne(queueIndex, calendar)));
      }),
    );
  });

  it('go to a host that takes those of admins only where an admin has submitted them', () => {
    const roles = { ada: 'admin', bob: 'member' } as const;
    const known = {
      ...facts,
      users: { get: (id: keyof typeof roles) => ({ userId: id, status: 'active', role: roles[id] }) },
      entitlements: { of: () => granted() },
    } as unknown as Facts;
    const queueIndex = new JobQueueIndex(() => 0);
    for (const userId of ['bob', 'ada']) queueIndex.apply({ ...aQueuedJob(`of ${userId}`), userId });
    const given = candidatesOf(poolId, { queueIndex, facts: known, calendar: emptyCalendar });
    const hosts = [aHost('open', [aDevice(0), aDevice(1)], { adminsOnly: true })];
    const { placements } = plan(given, hosts, emptyCalendar, planOptions({ limit: 8 }));
    assert.deepEqual(
      placements.map(({ candidate }) => candidate.jobId),
      ['of ada'],
    );
  });

  it('are none of whoever may hold no device now, though they might when they submitted', () => {
    const queueIndex = new JobQueueIndex(() => 0);
    queueIndex.apply({ ...aQueuedJob('old'), projectId: 'archived' });
    for (const who of ['suspended', 'deleted', 'auditor', 'unknown'])
      queueIndex.apply({ ...aQueuedJob(`of ${who}`), userId: who });
    queueIndex.apply({ ...aQueuedJob('of another'), projectId: 'left' });
    queueIndex.apply(aQueuedJob('new'));
    const known = {
      ...facts,
      projects: {
        get: (id: string) => ({ archived: id === 'archived', members: id === 'left' ? {} : people }),
      },
      entitlements: { of: () => granted() },
    } as unknown as Facts;
    const given = Array.from(candidatesOf(poolId, { queueIndex, facts: known, calendar: emptyCalendar }));
    assert.deepEqual(
      given.map(({ jobId }) => jobId),
      ['new'],
    );
  });

  it('are few, however long the queue, where its jobs cannot be placed', () => {
    const queueIndex = new JobQueueIndex(() => 0);
    for (let index = 0; index < 1_000; index += 1) queueIndex.apply(aQueuedJob(`job-${index}`));
    const inOrder = candidatesOf(poolId, {
      queueIndex,
      facts: { ...facts, entitlements: { of: () => granted() } } as unknown as Facts,
      calendar: emptyCalendar,
    });
    let given = 0;
    for (let step = inOrder.next(false); !step.done; step = inOrder.next(true)) given += 1;
    assert.equal(given, 1);
  });
});
