import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { evolveCalendar, emptyCalendar, withLease, type Calendar } from '../calendar/calendar.js';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { withReservation } from '../calendar/agenda.js';
import { aDevice, aHost, NOW, openTerms, poolId, projectId, userId } from '../testing/fixtures.js';
import { aReservation } from '../testing/calendar.fixtures.js';
import { aCandidate, planOptions, wantedOf } from '../testing/placement.fixtures.js';
import type { Candidate, Plan } from './planned.js';
import { plan } from './plan.js';

const hosts = [
  aHost('a', [aDevice(0), aDevice(1), aDevice(2, { model: 'A100' })], { cpuCores: 6 }),
  aHost('b', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)], { cpuCores: 8 }),
  aHost('c', [aDevice(0, { model: 'A100' })], { cpuCores: 4 }),
];
const devices = hosts.flatMap((host) => host.devices.map((device) => ({ host, device })));
const bob = { userId: idFromName('user', 'bob'), projectId: idFromName('project', 'bob') };
const at = (minutes: number): string => addMs(NOW, minutes * 60_000);

const aDemand = fc.record({
  count: fc.nat(4),
  model: fc.option(fc.constantFrom('a100', 't4'), { nil: undefined }),
  class: fc.constantFrom('training' as const, 'training' as const, 'inference' as const),
  vcpus: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  minutes: fc.integer({ min: 1, max: 40 }),
  preemptible: fc.boolean(),
  bobs: fc.boolean(),
  members: fc.constantFrom(1, 1, 1, 2, 4),
});
const aHeldDevice = fc.option(fc.record({ minutes: fc.integer({ min: -2, max: 60 }), vcpus: fc.nat(2) }), {
  freq: 1,
});
const aClaimed = fc.option(
  fc.record({
    from: fc.integer({ min: 0, max: 60 }),
    minutes: fc.integer({ min: 1, max: 60 }),
    bobs: fc.boolean(),
  }),
  { freq: 1 },
);
const aPool = fc.record({
  demands: fc.array(aDemand, { maxLength: 14 }),
  held: fc.tuple(...devices.map(() => aHeldDevice)),
  reserved: fc.tuple(...devices.map(() => aClaimed)),
  placement: fc.constantFrom('spread' as const, 'pack' as const, 'leastFragmentation' as const),
});
type Pool = typeof aPool extends fc.Arbitrary<infer P> ? P : never;

function calendarOf({ held, reserved }: Pool): Calendar {
  let calendar = emptyCalendar;
  for (const [index, lease] of held.entries()) {
    const { host, device } = devices[index]!;
    if (!lease) continue;
    calendar = withLease(calendar, {
      ...openTerms,
      leaseId: idFromName('lease', String(index)),
      jobId: idFromName('held', String(index)),
      projectId,
      userId,
      run: 1,
      hostId: host.hostId,
      uuids: [device.uuid],
      class: 'training',
      vcpus: lease.vcpus,
      ramMiB: 0,
      leasedAt: NOW,
      until: at(lease.minutes),
    });
  }
  let { agenda } = calendar;
  for (const [index, claim] of reserved.entries()) {
    const { host, device } = devices[index]!;
    if (!claim) continue;
    const window = { from: at(claim.from), until: at(claim.from + claim.minutes) };
    const holder = claim.bobs ? bob : { userId, projectId };
    agenda = withReservation(
      agenda,
      aReservation(String(index), host.hostId, device.uuid, { ...window, ...holder }),
    );
  }
  return { ...calendar, agenda };
}

function candidatesOf({ demands }: Pool): Candidate[] {
  return demands.map((demand, index) => {
    const { count, model, class: jobClass, vcpus, minutes, preemptible, bobs, members } = demand;
    const spec = {
      gpus: { count, ...(model ? { model } : {}) },
      class: jobClass,
      timeoutMinutes: minutes,
      preemptible,
      ...(vcpus ? { vcpus } : {}),
    };
    const [first, ...others] = Array.from({ length: members }, (_, rank) =>
      aCandidate(idFromName('job', String(index), String(rank)), spec, bobs ? bob : {}),
    );
    const gang = members === 1 ? {} : { gangId: idFromName('gang', String(index)), others };
    return { ...first!, ...gang };
  });
}

const policyOf = ({ placement }: Pool, change: Partial<PoolPolicy> = {}): PoolPolicy => ({
  ...DEFAULT_POLICY,
  placement,
  ...change,
});
const leasesOf = (planned: Plan<Candidate>, calendar: Calendar) => {
  const wanted = planned.placements.map(wantedOf);
  const leased = calendarDecider.decide({ type: 'lease', poolId, wanted, now: NOW }, calendar);
  assert.ok(leased.ok);
  return leased.value;
};

describe('whatever the queue, the leases and the reservations, a plan', () => {
  it('is what the calendar accepts, as a whole: nothing overlaps, no claim is in the way', () => {
    fc.assert(
      fc.property(aPool, fc.boolean(), (pool, backfill) => {
        const calendar = calendarOf(pool);
        const options = planOptions({ policy: policyOf(pool, { backfill }) });
        const planned = plan(candidatesOf(pool), hosts, calendar, options);
        assert.equal(leasesOf(planned, calendar).length, planned.placements.length);
      }),
      { numRuns: 400 },
    );
  });

  it('delays no planned start by what it lets go ahead, and leaves nothing to be had', () => {
    fc.assert(
      fc.property(aPool, (pool) => {
        const calendar = calendarOf(pool);
        const candidates = candidatesOf(pool);
        const options = planOptions({ policy: policyOf(pool) });
        const planned = plan(candidates, hosts, calendar, options);
        const placed = new Set(planned.placements.map(({ candidate }) => candidate.jobId));
        const left = candidates.filter(({ jobId }) => !placed.has(jobId));
        const then = leasesOf(planned, calendar).reduce(evolveCalendar, calendar);
        const again = plan(left, hosts, then, options);
        assert.deepEqual(startsOf(again), startsOf(planned));
        assert.equal(again.placements.length, 0);
      }),
      { numRuns: 400 },
    );
  });

  it('is the same each time', () => {
    fc.assert(
      fc.property(aPool, (pool) => {
        const make = () =>
          plan(candidatesOf(pool), hosts, calendarOf(pool), planOptions({ policy: policyOf(pool) }));
        assert.deepEqual(make(), make());
      }),
      { numRuns: 100 },
    );
  });

  it('starts all of a gang, or none', () => {
    fc.assert(
      fc.property(aPool, (pool) => {
        const options = planOptions({ policy: policyOf(pool) });
        const candidates = candidatesOf(pool);
        const { placements } = plan(candidates, hosts, calendarOf(pool), options);
        for (const { gangId, others = [] } of candidates) {
          if (gangId === undefined) continue;
          const started = placements.filter((placement) => placement.gangId === gangId).length;
          assert.ok(started === 0 || started === others.length + 1);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const startsOf = ({ waiting }: Plan<Candidate>) =>
  waiting.map(({ candidate, plannedAt }) => [candidate.jobId, plannedAt]);
