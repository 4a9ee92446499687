import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { emptyCalendar, withLease, type Calendar } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import { placementRequestOf } from '../../placement/placement-requests.js';
import { demandOf } from '../../placement/demand.js';
import { aCandidate } from '../../testing/placement.fixtures.js';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { aDevice, aHost, aSpec, jobId, NOW, openTerms, projectId, userId } from '../../testing/fixtures.js';
import type { Ahead } from './ahead.js';
import { pendingReasons } from './pending.queries.js';
import type { PendingSituation } from './pending.situation.js';

const gpus = (count: number, rest: Partial<JobSpec['gpus']> = {}) => ({ gpus: { count, ...rest } });
const one = aHost('one', [aDevice(0), aDevice(1)]);

const reasonsOf = (spec: Partial<JobSpec>, change: Partial<PendingSituation> = {}) =>
  pendingReasons({
    jobId,
    demand: demandOf(aSpec(spec), undefined),
    request: placementRequestOf(aCandidate('a job', spec), DEFAULT_POLICY),
    hosts: [one],
    isSchedulable: () => true,
    calendar: emptyCalendar,
    notBefore: null,
    now: NOW,
    ...change,
  });
const behind = (count: number): Ahead => ({
  count,
  betterClass: 0,
  higherPriority: 0,
  earlier: count,
  byFairShare: 0,
});
const shown = (reasons: ReturnType<typeof reasonsOf>) =>
  reasons.map(({ code, kind, message, numbers }) => [code, kind, message, numbers]);

let leases = 0;
function held(host: HostFact, indexes: readonly number[], change: { vcpus?: number; ramMiB?: number } = {}) {
  return (calendar: Calendar): Calendar => {
    leases += 1;
    return withLease(calendar, {
      leaseId: `lease ${leases}`,
      jobId: `job ${leases}`,
      projectId,
      userId,
      run: 1,
      hostId: host.hostId,
      uuids: host.devices.filter(({ index }) => indexes.includes(index)).map(({ uuid }) => uuid),
      class: 'training',
      vcpus: change.vcpus ?? 0,
      ramMiB: change.ramMiB ?? 0,
      leasedAt: NOW,
      ...openTerms,
    });
  };
}
const calendarOf = (...changes: readonly ((calendar: Calendar) => Calendar)[]) =>
  changes.reduce((calendar, change) => change(calendar), emptyCalendar);

describe('why a job is pending', () => {
  it('DEVICES_BUSY: how many are needed, suit, are free and are out of service', () => {
    const hosts = [one, aHost('two', [aDevice(0), aDevice(1, { state: 'error' })])];
    assert.deepEqual(shown(reasonsOf(gpus(2), { hosts, calendar: calendarOf(held(one, [0])) })), [
      [
        'DEVICES_BUSY',
        'waiting',
        'needs 2 GPUs on one host: 2 of 4 free, at most 1 on one host, 1 out of service',
        { needed: 2, suiting: 4, free: 2, maxFreeOnOneHost: 1, outOfService: 1 },
      ],
    ]);
  });
  it('DEVICES_BUSY: names what was asked for', () => {
    const calendar = calendarOf(held(one, [0, 1]));
    const messages = [gpus(1, { model: 'T4', memoryGb: 15 }), gpus(1, { device: 'cuda:1' })].map(
      (spec) => reasonsOf(spec, { calendar })[0]?.message,
    );
    assert.deepEqual(messages, [
      'needs 1 GPU (T4, at least 15 GB): 0 of 2 free',
      'needs device cuda:1: 0 of 1 free',
    ]);
  });
  it('SLOTS_BUSY: slots of the CPU by class', () => {
    const calendar = calendarOf(held(one, []), held(one, []));
    assert.deepEqual(shown(reasonsOf(gpus(0), { calendar })), [
      [
        'SLOTS_BUSY',
        'waiting',
        'needs a CPU slot for training: 2 of 2 are taken',
        { slots: 2, taken: 2, free: 0 },
      ],
    ]);
    assert.equal(reasonsOf({ ...gpus(0), class: 'inference' }, { calendar })[0]?.code, 'ABOUT_TO_START');
  });
  it('SLOTS_BUSY: CPU and memory where devices are free', () => {
    const calendar = calendarOf(held(one, [0], { vcpus: 12, ramMiB: 1024 }));
    assert.deepEqual(shown(reasonsOf({ ...gpus(1), vcpus: 8, ramGb: 1 }, { calendar })), [
      [
        'SLOTS_BUSY',
        'waiting',
        'needs 8 vCPUs and 1 GB of RAM in addition; a host has at most 4 vCPUs and 67.6 GB free',
        { vcpus: 8, vcpusFree: 4, ramMiB: 954, ramMiBFree: 64_512 },
      ],
    ]);
  });
  it('HOSTS_UNAVAILABLE: how many would fit', () => {
    assert.deepEqual(shown(reasonsOf(gpus(1), { isSchedulable: () => false })), [
      [
        'HOSTS_UNAVAILABLE',
        'waiting',
        '1 host would fit, but none takes work now (lost, stopped, cordoned or draining)',
        { fitting: 1, schedulable: 0 },
      ],
    ]);
  });
  it('HOSTS_UNAVAILABLE: too few devices of a host are in service', () => {
    const hosts = [aHost('two', [aDevice(0), aDevice(1, { state: 'disabled' })])];
    const calendar = calendarOf(held(hosts[0]!, [0]));
    assert.deepEqual(shown(reasonsOf(gpus(2), { hosts, calendar })), [
      [
        'HOSTS_UNAVAILABLE',
        'waiting',
        'needs 2 GPUs on one host: 1 at most in service, the others are disabled or in error',
        { fitting: 1, schedulable: 0, needed: 2, inService: 1 },
      ],
    ]);
  });
  it('BEHIND_OTHERS: how many are ahead', () => {
    const why = { betterClass: 0, higherPriority: 0, earlier: 1, byFairShare: 0 };
    assert.deepEqual(shown(reasonsOf(gpus(1), { ahead: behind(1) })), [
      ['BEHIND_OTHERS', 'waiting', '1 job is ahead in the queue: 1 submitted before', { ahead: 1, ...why }],
    ]);
  });
  it('BACKING_OFF: for how much longer', () => {
    assert.deepEqual(shown(reasonsOf(gpus(1), { notBefore: '2026-01-05T09:00:04.200Z' })), [
      ['BACKING_OFF', 'waiting', 'is retried in 5 s', { seconds: 5 }],
    ]);
    assert.equal(reasonsOf(gpus(1), { notBefore: NOW })[0]?.code, 'ABOUT_TO_START');
  });
  it('ABOUT_TO_START: where nothing is in the way, or its devices are leased already', () => {
    assert.deepEqual(shown(reasonsOf(gpus(1))), [
      ['ABOUT_TO_START', 'waiting', 'the devices it needs are free; it is being placed', {}],
    ]);
    const own = withLease(emptyCalendar, {
      ...[...calendarOf(held(one, [0, 1])).leases.values()][0]!,
      jobId,
    });
    assert.deepEqual(
      reasonsOf(gpus(2), { calendar: own }).map(({ code }) => code),
      ['ABOUT_TO_START'],
    );
  });
  it('all that hold, the most telling first', () => {
    const calendar = calendarOf(held(one, [0, 1]));
    const notBefore = '2026-01-05T09:01:00.000Z';
    assert.deepEqual(
      reasonsOf(gpus(1), { calendar, notBefore, ahead: behind(3) }).map(({ code }) => code),
      ['BACKING_OFF', 'DEVICES_BUSY', 'BEHIND_OTHERS'],
    );
  });
});

describe('why a job waits for hosts', () => {
  const joining = aHost('new', [], { presence: 'joining', joinedAt: NOW, cpuCores: 0, memoryMiB: 0 });
  const waiting = (spec: Partial<JobSpec>, hosts: readonly HostFact[]) => {
    const [reason] = reasonsOf(spec, { hosts });
    assert.deepEqual([reason?.code, reason?.kind], ['WAITING_FOR_HOSTS', 'waiting']);
    return reason?.message;
  };
  it('the pool has none yet', () => {
    assert.equal(waiting(gpus(1), []), 'the pool has no host yet; it waits until one joins');
    assert.equal(waiting(gpus(0), []), 'the pool has no host yet; it waits until one joins');
  });
  it('some have not told yet what they have, and those that have could not hold it', () => {
    assert.equal(
      waiting(gpus(1), [joining]),
      'the pool has no host yet that could take it; 1 host is joining',
    );
    assert.equal(
      waiting(gpus(3), [one, joining]),
      'needs 3 GPUs on one host, the maximum on one host is 2; 1 host is joining, and may fit',
    );
    assert.equal(reasonsOf(gpus(1), { hosts: [one, joining] })[0]?.code, 'ABOUT_TO_START');
  });
  it('but no more for one that joined long ago and has not told what it has', () => {
    const stuck = { ...joining, joinedAt: '2026-01-05T08:44:00.000Z' };
    assert.equal(reasonsOf(gpus(3), { hosts: [one, stuck] })[0]?.code, 'CAN_NEVER_RUN');
    assert.equal(waiting(gpus(1), [stuck]), 'the pool has no host yet; it waits until one joins');
  });
  it('its gang is larger than what is known', () => {
    const gang = { size: 3, queued: 3, held: 0, whole: true };
    const [reason] = reasonsOf(gpus(1), { gang, hosts: [one, joining] });
    assert.deepEqual([reason?.code, reason?.kind], ['WAITING_FOR_HOSTS', 'waiting']);
  });
});

describe('why a job can never run', () => {
  const never = (spec: Partial<JobSpec>, hosts: readonly HostFact[] = [one]) => {
    const [reason] = reasonsOf(spec, { hosts });
    assert.deepEqual([reason?.code, reason?.kind], ['CAN_NEVER_RUN', 'never']);
    return reason?.message;
  };
  const small = aHost('small', [aDevice(0)], { cpuCores: 4, memoryMiB: 8192 });
  const table: readonly [string, Partial<JobSpec>, readonly HostFact[], string][] = [
    ['too many devices', gpus(3), [one], 'needs 3 GPUs on one host, the maximum on one host is 2'],
    [
      'no such model',
      gpus(1, { model: 'H100' }),
      [one],
      'needs 1 GPU (H100); no GPU that you may use in this pool has the model "H100"; available models: Tesla T4 (16.1 GB)',
    ],
    ['too many vCPUs', { vcpus: 17 }, [one], 'needs 17 vCPUs, the largest host has 16'],
    ['too much memory', { ramGb: 69 }, [one], 'needs 69 GB of RAM, the largest host has 68.7'],
    [
      'devices here, CPUs there',
      { ...gpus(1), vcpus: 8 },
      [small, aHost('wide', [])],
      'needs 1 GPU together with 8 vCPUs; no host has all of these',
    ],
    [
      'no CPU slots of the class',
      gpus(0),
      [{ ...one, cpuLimits: { training: 0, inference: 1 } }],
      'no host of the pool has a CPU slot for training',
    ],
  ];
  for (const [what, spec, hosts, message] of table) {
    it(what, () => assert.equal(never(spec, hosts), message));
  }
  it('and until when that may still change', () => {
    const [reason] = reasonsOf(gpus(3), { failsAt: '2026-01-06T09:00:00.000Z' });
    assert.equal(
      reason?.message,
      'needs 3 GPUs on one host, the maximum on one host is 2; it fails at 2026-01-06 09:00 UTC unless that changes',
    );
  });
  it('more of a gang than the pool could run at once, even when idle', () => {
    const gang = { size: 3, queued: 3, held: 0, whole: true };
    const [reason] = reasonsOf(gpus(1), { gang });
    assert.deepEqual(
      [reason?.code, reason?.kind, reason?.numbers],
      ['CAN_NEVER_RUN', 'never', { members: 3, most: 2 }],
    );
    assert.match(
      reason?.message ?? '',
      /^the 3 members of a gang start together, but the pool has capacity for 2 of them/,
    );
    const later = reasonsOf(gpus(1), { gang: { ...gang, size: 2, queued: 2 }, ahead: behind(1) });
    assert.deepEqual(
      later.map(({ kind }) => kind),
      ['waiting'],
    );
  });
  it('nobody has a grant for it any more', () => {
    const [reason] = reasonsOf(gpus(1), { denial: { kind: 'noGrant' } });
    assert.deepEqual([reason?.code, reason?.kind], ['SUBMITTER_NOT_ALLOWED', 'never']);
  });
  it('its submitter may hold nothing now, or is not known here yet', () => {
    const [reason] = reasonsOf(gpus(1), { denial: { kind: 'account', status: 'suspended' } });
    assert.deepEqual(
      [reason?.code, reason?.kind, reason?.message],
      ['SUBMITTER_NOT_ALLOWED', 'never', 'the account of its submitter is suspended'],
    );
    const [late] = reasonsOf(gpus(1), { denial: { kind: 'unknown', what: 'account' } });
    assert.deepEqual([late?.code, late?.kind], ['SUBMITTER_NOT_ALLOWED', 'waiting']);
  });
});
