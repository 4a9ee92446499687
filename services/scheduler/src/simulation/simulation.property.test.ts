import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { givenHosts, gpusOf } from './engine/cluster.js';
import { Simulation } from './engine/simulation.js';
import type { SimulationOptions } from './engine/simulation.options.js';
import { policyReport } from './report/policy-report.js';
import { LeaseChecker } from './testing/lease-checker.js';
import { DEFAULT_START, inOrder, type SimulatedJob } from './workload/workload.js';

jest.setTimeout(120_000);

const kind = { hosts: 1, model: 'GPU', memoryGb: 80, vcpus: 16, ramGb: 256 };
const hosts = givenHosts([
  { ...kind, gpus: 4 },
  { ...kind, gpus: 2 },
]);

const aJob = fc.record({
  user: fc.constantFrom('ada', 'bob', 'eve'),
  project: fc.constantFrom('vision', 'speech'),
  submitSeconds: fc.integer({ min: 0, max: 5_000 }),
  runSeconds: fc.integer({ min: 0, max: 2_000 }),
  limitSeconds: fc.constantFrom(300, 900, 1_800, 3_600),
  gpus: fc.integer({ min: 0, max: 4 }),
  vcpus: fc.integer({ min: 1, max: 6 }),
  grantPriority: fc.integer({ min: 0, max: 2 }),
  priority: fc.integer({ min: 1, max: 10 }),
  preemptible: fc.boolean(),
});
type Drawn = typeof aJob extends fc.Arbitrary<infer T> ? T : never;

/** Every eighth starts a gang of two with the next. */
function workloadOf(drawn: readonly Drawn[], change: Partial<SimulatedJob> = {}) {
  const jobs = drawn.map((job, index): SimulatedJob => {
    const first =
      index % 8 === 7 ? index - 1 : index % 8 === 6 && index + 1 < drawn.length ? index : undefined;
    const like = first === undefined ? job : (drawn[first] ?? job);
    const gang = { gangId: `gang-${first}`, rank: index - (first ?? 0), size: 2 };
    const all = {
      ...like,
      ...change,
      id: `job-${String(index).padStart(3, '0')}`,
      class: 'training' as const,
    };
    return first === undefined ? all : { ...all, gpus: Math.min(like.gpus, 2), gang };
  });
  return { startsAt: DEFAULT_START, jobs: inOrder(jobs), notes: [] };
}

const policies: fc.Arbitrary<PoolPolicy> = fc
  .record({
    order: fc.constantFrom('strict' as const, 'fairShare' as const),
    backfill: fc.boolean(),
    placement: fc.constantFrom('spread' as const, 'pack' as const, 'leastFragmentation' as const),
    mode: fc.constantFrom('none' as const, 'lowerClass' as const),
  })
  .map(({ mode, ...rest }) => ({
    ...DEFAULT_POLICY,
    ...rest,
    preemption: { mode, minimumRunMinutes: 5, graceSeconds: 30 },
  }));

const simulated = (options: Pick<SimulationOptions, 'workload' | 'policy'> & Partial<SimulationOptions>) =>
  new Simulation({ hosts, quotas: {}, untilMs: Infinity, ...options });
const drawnJobs = fc.array(aJob, { minLength: 1, maxLength: 40 });
const RUNS = { numRuns: 150 };

describe('whatever the workload and the policy', () => {
  it('every job gets its turn and ends, nothing overlaps, and gangs start together', () => {
    fc.assert(
      fc.property(drawnJobs, policies, (drawn, policy) => {
        const checker = new LeaseChecker(hosts);
        const { records } = simulated({ workload: workloadOf(drawn), policy, follow: checker.follow }).run();
        assert.equal(records.length, drawn.length);
        for (const { job, state } of records)
          assert.ok(state === 'finished' || state === 'timedOut', `${job.id} is ${state}`);
        checker.assertAllReleased();
      }),
      RUNS,
    );
  });

  it('users and projects never hold more than their quotas', () => {
    const quotas = { userGpus: 3, projectGpus: 4 };
    fc.assert(
      fc.property(drawnJobs, policies, (drawn, policy) => {
        const checker = new LeaseChecker(hosts, quotas);
        const workload = workloadOf(drawn);
        const { records } = simulated({ workload, policy, quotas, follow: checker.follow }).run();
        for (const { job, state } of records) {
          const together = job.gpus * (job.gang?.size ?? 1);
          const expected = together > 3 ? ['refused'] : ['finished', 'timedOut'];
          assert.ok(expected.includes(state), `${job.id} is ${state}`);
        }
      }),
      RUNS,
    );
  });

  it('the same gives the same, to the byte', () => {
    fc.assert(
      fc.property(drawnJobs, policies, (drawn, policy) => {
        const report = () => {
          const outcome = simulated({ workload: workloadOf(drawn), policy }).run();
          return JSON.stringify(policyReport('one', outcome, gpusOf(hosts)));
        };
        assert.equal(report(), report());
      }),
      { numRuns: 40 },
    );
  });

  it('backfill delays no planned start of the one whose turn it is', () => {
    const policy: PoolPolicy = { ...DEFAULT_POLICY, backfill: true };
    fc.assert(
      fc.property(drawnJobs, (drawn) => {
        const promised = new Map<string, number>();
        const { records } = simulated({
          workload: workloadOf(drawn, { grantPriority: 1, priority: 5, preemptible: false }),
          policy,
          followPasses: ({ waiting: [first] }) => {
            if (first?.plannedAt === undefined) return;
            const plannedMs = Date.parse(first.plannedAt) - Date.parse(DEFAULT_START);
            const { jobId } = first.candidate;
            promised.set(jobId, Math.min(plannedMs, promised.get(jobId) ?? Infinity));
          },
        }).run();
        for (const { job, firstStartMs = Infinity } of records)
          assert.ok(firstStartMs <= (promised.get(job.id) ?? Infinity), `${job.id} started late`);
      }),
      RUNS,
    );
  });

  it('a big job is not kept from starting by small ones that never cease', () => {
    const small = Array.from({ length: 400 }, (_, index): Drawn & { readonly grantPriority: number } => ({
      user: 'ada',
      project: 'vision',
      submitSeconds: index * 60,
      runSeconds: 280,
      limitSeconds: 300,
      gpus: 1,
      vcpus: 1,
      grantPriority: 1,
      priority: 5,
      preemptible: false,
    }));
    const big: Drawn = { ...(small[0] as Drawn), submitSeconds: 3_000, gpus: 4, user: 'bob' };
    for (const backfill of [true, false])
      for (const order of ['strict', 'fairShare'] as const) {
        const workload = workloadOf([big, ...small].map((job) => ({ ...job })));
        const jobs = workload.jobs.map(({ gang: _, ...job }) => job);
        const policy: PoolPolicy = { ...DEFAULT_POLICY, backfill, order };
        const { records } = simulated({ workload: { ...workload, jobs }, policy }).run();
        const found = records.find(({ job }) => job.user === 'bob');
        const waited = (found?.firstStartMs ?? Infinity) - (found?.submittedMs ?? 0);
        assert.ok(waited <= 2 * 370_000, `${order}, backfill ${backfill}: it waited ${waited} ms`);
      }
  });
});
