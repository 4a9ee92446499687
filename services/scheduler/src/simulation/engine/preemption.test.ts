import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { HostFact } from '../../facts/host.facts.js';
import { policyReport } from '../report/policy-report.js';
import { DEFAULT_START, type SimulatedJob } from '../workload/workload.js';
import { givenHosts } from './cluster.js';
import { Simulation } from './simulation.js';

const hosts = givenHosts([{ hosts: 1, gpus: 4, model: 'GPU', memoryGb: 80, vcpus: 64, ramGb: 512 }]);
const HOUR = 3600;

const aJob = (id: string, change: Partial<SimulatedJob>): SimulatedJob => ({
  id,
  user: id,
  project: 'vision',
  submitSeconds: 0,
  runSeconds: HOUR,
  limitSeconds: HOUR,
  gpus: 4,
  class: 'training',
  grantPriority: 1,
  priority: 5,
  preemptible: false,
  ...change,
});
const low = aJob('low', {
  grantPriority: 2,
  preemptible: true,
  runSeconds: 2 * HOUR,
  limitSeconds: 3 * HOUR,
});
const high = aJob('high', { grantPriority: 0, submitSeconds: 300 });

function simulated(preemption: Partial<PoolPolicy['preemption']>, ...jobs: readonly SimulatedJob[]) {
  return simulatedOn(hosts, preemption, jobs);
}

function simulatedOn(
  hosts: readonly HostFact[],
  preemption: Partial<PoolPolicy['preemption']>,
  jobs: readonly SimulatedJob[],
) {
  const policy = { ...DEFAULT_POLICY, preemption: { ...DEFAULT_POLICY.preemption, ...preemption } };
  const workload = { startsAt: DEFAULT_START, jobs, notes: [] };
  const outcome = new Simulation({ workload, hosts, policy, quotas: {}, untilMs: Infinity }).run();
  const report = policyReport('one', outcome, 4);
  const times = outcome.records.map(({ job, firstStartMs = 0, endedMs = 0, preemptions }) => [
    job.id,
    firstStartMs / 1000,
    endedMs / 1000,
    preemptions,
  ]);
  return { report, times };
}

describe('a run that makes room', () => {
  it('does so once it has had its least time and its grace, and its job runs again to its end', () => {
    const { report, times } = simulated({ minimumRunMinutes: 10, graceSeconds: 30 }, low, high);
    assert.deepEqual(times, [
      ['low', 0, 600 + 30 + HOUR + 2 * HOUR, 1],
      ['high', 630, 630 + HOUR, 0],
    ]);
    assert.deepEqual([report.preemptions, report.preemptedJobs, report.lostGpuHours], [1, 1, 0.7]);
    assert.equal(report.utilisation.gpuHoursUsed, 12);
  });

  it('is not asked to where it is of no use, or where its class is as good', () => {
    for (const other of [aJob('wide', { gpus: 5, grantPriority: 0 }), aJob('equal', { grantPriority: 2 })]) {
      const { report } = simulated({}, low, { ...other, submitSeconds: 300 });
      assert.equal(report.preemptions, 0);
    }
  });

  it('need not be preemptible where the policy lets better classes end worse ones', () => {
    const firm = { ...low, preemptible: false };
    assert.equal(simulated({ mode: 'none' }, firm, high).report.preemptions, 0);
    assert.equal(simulated({ mode: 'lowerClass' }, firm, high).report.preemptions, 1);
  });
});

describe('runs that make room for a gang', () => {
  const three = givenHosts([{ hosts: 3, gpus: 2, model: 'GPU', memoryGb: 80, vcpus: 64, ramGb: 512 }]);
  const lows = Array.from({ length: 6 }, (_, index) => ({ ...low, id: `low-${index}`, gpus: 1 }));
  const members = (size: number, gpus: number) =>
    Array.from({ length: size }, (_, rank) => ({
      ...aJob(`member-${rank}`, { grantPriority: 0, submitSeconds: 300, gpus }),
      user: 'ada',
      gang: { gangId: 'gang', rank, size },
    }));

  it('do so on several hosts at once, so many as it needs, and it starts whole', () => {
    const { report, times } = simulatedOn(three, { minimumRunMinutes: 10 }, [...lows, ...members(2, 2)]);
    const started = times.slice(6).map(([id, first]) => [id, first]);
    assert.deepEqual(started, [
      ['member-0', 630],
      ['member-1', 630],
    ]);
    assert.equal(report.preemptions, 4);
  });

  it('are left alone where that would not let all of it start', () => {
    const kept = lows.map((job, index) => (index === 0 ? { ...job, preemptible: false } : job));
    const { report, times } = simulatedOn(three, { minimumRunMinutes: 10 }, [...kept, ...members(3, 2)]);
    assert.equal(report.preemptions, 0);
    assert.deepEqual(new Set(times.slice(6).map(([, first]) => first)), new Set([2 * HOUR]));
  });
});

describe('the order by fair share', () => {
  it('lets whoever has used little go before whoever has used much', () => {
    const jobs = [
      aJob('ada-1', { user: 'ada', runSeconds: HOUR, limitSeconds: HOUR }),
      aJob('ada-2', { user: 'ada', submitSeconds: 10 }),
      aJob('bob-1', { user: 'bob', submitSeconds: 20 }),
    ];
    const started = (order: PoolPolicy['order']) => {
      const policy = { ...DEFAULT_POLICY, order };
      const workload = { startsAt: DEFAULT_START, jobs, notes: [] };
      const { records } = new Simulation({ workload, hosts, policy, quotas: {}, untilMs: Infinity }).run();
      const inOrder = [...records].sort((a, b) => (a.firstStartMs ?? 0) - (b.firstStartMs ?? 0));
      return inOrder.map(({ job }) => job.id);
    };
    assert.deepEqual(started('strict'), ['ada-1', 'ada-2', 'bob-1']);
    assert.deepEqual(started('fairShare'), ['ada-1', 'bob-1', 'ada-2']);
  });
});
