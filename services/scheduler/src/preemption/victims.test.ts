import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { idFromName } from '@berth/kernel/ids';
import { emptyCalendar, withLease, type Calendar, type Lease } from '../calendar/calendar.js';
import { calendarDecider } from '../calendar/calendar.decider.js';
import type { CalendarCommand } from '../calendar/calendar.commands.js';
import { demandOf } from '../placement/demand.js';
import type { Candidate } from '../placement/candidate.js';
import { ada, at, bob, book } from '../testing/calendar.fixtures.js';
import { aDevice, aHost, aSpec, openTerms } from '../testing/fixtures.js';
import { preemptionsFor, type PoolAtNow } from './preemptions.js';
import { roomOn } from './room.js';
import { leavingFor } from './windows-ahead.js';

const host = aHost('one', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]);
const other = aHost('two', [aDevice(0), aDevice(1)]);
const G = (index: number, of = host): string => of.devices[index]?.uuid ?? '';
const policy: PoolPolicy = {
  ...DEFAULT_POLICY,
  preemption: { mode: 'lowerClass', minimumRunMinutes: 10, graceSeconds: 30 },
};

const aHeld = (name: string, uuids: readonly string[], change: Partial<Lease> = {}): Lease => ({
  ...openTerms,
  leaseId: idFromName('lease', name),
  jobId: name,
  ...bob,
  run: 1,
  hostId: host.hostId,
  uuids,
  class: 'training',
  vcpus: 0,
  ramMiB: 0,
  leasedAt: at(-60),
  yieldsFrom: at(-50),
  ...change,
});
const aCandidate = (count: number, change: Partial<Candidate> & { spec?: object } = {}): Candidate => ({
  jobId: 'candidate',
  ...ada,
  demand: demandOf(aSpec({ gpus: { count }, ...change.spec }), undefined),
  timeoutMinutes: 60,
  grantPriority: 0,
  queuedAt: at(0),
  ...change,
});
const poolWith = (leases: readonly Lease[], change: Partial<PoolAtNow> = {}): PoolAtNow => {
  const calendar = leases.reduce(withLease, change.calendar ?? emptyCalendar);
  const { agenda } = calendar;
  const jobOf = () => ({ grantPriority: 2, preemptible: false });
  return { policy, now: at(0), hosts: [host], stopping: new Set(), jobOf, ...change, agenda, calendar };
};
const victimsOf = (candidate: Candidate, pool: PoolAtNow, limit = 32): string[] =>
  preemptionsFor([candidate], pool, limit).map(({ lease, cause }) => `${lease.jobId} ${cause}`);
const planned = (...commands: readonly CalendarCommand[]): Calendar =>
  commands.reduce((calendar, command) => {
    const decided = calendarDecider.decide(command, calendar);
    assert.ok(decided.ok);
    return decided.value.reduce(calendarDecider.evolve, calendar);
  }, emptyCalendar);

describe('whoever must make room for a candidate', () => {
  const full = [0, 1, 2, 3].map((index) => aHeld(`j${index}`, [G(index)], { leasedAt: at(-60 - index) }));

  it('are as few as will do', () => {
    const wide = [aHeld('wide', [G(0), G(1)]), aHeld('small', [G(2)]), aHeld('tiny', [G(3)])];
    assert.deepEqual(victimsOf(aCandidate(2), poolWith(wide)), ['wide betterClass']);
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full)), ['j0 betterClass']);
    assert.equal(victimsOf(aCandidate(4), poolWith(full)).length, 4);
  });

  it('are those of whose work least is lost, and of equals the youngest', () => {
    const leases = [
      aHeld('long', [G(0), G(1)], { leasedAt: at(-20) }),
      aHeld('late', [G(2), G(3)], { leasedAt: at(-30) }),
    ];
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(leases)), ['long betterClass']);
  });

  it('are nobody where it fits as it is, or will once those are gone that are ending', () => {
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full.slice(1))), []);
    const stopping = new Set([full[2]?.leaseId ?? '']);
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { stopping })), []);
    assert.deepEqual(victimsOf(aCandidate(2), poolWith(full, { stopping })), ['j0 betterClass']);
  });

  it('are nobody where it would not help', () => {
    assert.deepEqual(victimsOf(aCandidate(5), poolWith(full)), []);
    const kept = [...full.slice(0, 3), aHeld('kept', [G(3)], { yieldsFrom: null })];
    assert.deepEqual(victimsOf(aCandidate(4), poolWith(kept)), []);
    const spec = { vcpus: 16 };
    const busy = [aHeld('cpu', [], { vcpus: 1, yieldsFrom: null }), aHeld('gpu', [G(0)])];
    assert.deepEqual(victimsOf(aCandidate(1, { spec }), poolWith(busy)), []);
  });

  it('give CPU and memory too, where that is what is lacking', () => {
    const leases = [aHeld('cpu', [], { vcpus: 12 }), aHeld('gpu', [G(0)], { vcpus: 1, leasedAt: at(-11) })];
    assert.deepEqual(victimsOf(aCandidate(1, { spec: { vcpus: 8 } }), poolWith(leases)), ['cpu betterClass']);
  });

  it('have run for the minimum, and are of a worse class', () => {
    const early = full.map((lease) => ({ ...lease, yieldsFrom: at(1) }));
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(early)), []);
    assert.deepEqual(victimsOf(aCandidate(1, { grantPriority: 2 }), poolWith(full)), []);
    assert.deepEqual(victimsOf(aCandidate(1, { grantPriority: 1 }), poolWith(full)), ['j0 betterClass']);
  });

  it('are only those that say that they can, where the pool has no preemption', () => {
    const calm = { ...policy, preemption: { ...policy.preemption, mode: 'none' as const } };
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { policy: calm })), []);
    const jobOf = (jobId: string) => ({ grantPriority: 2, preemptible: jobId === 'j3' });
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { policy: calm, jobOf })), ['j3 betterClass']);
  });

  it('are left alone while nobody knows what they are', () => {
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { jobOf: () => undefined })), []);
  });

  it('give back what they borrowed, whatever their class, but not to themselves', () => {
    const calm = { ...policy, preemption: { ...policy.preemption, mode: 'none' as const } };
    const lent = full.map((lease) => ({ ...lease, borrowed: lease.jobId === 'j2', yieldsFrom: null }));
    const pool = poolWith(lent, { policy: calm });
    assert.deepEqual(victimsOf(aCandidate(1, { grantPriority: 2 }), pool), ['j2 borrowed']);
    assert.deepEqual(victimsOf(aCandidate(1, bob), pool), []);
    const young = lent.map((lease) => ({ ...lease, leasedAt: at(-9) }));
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(young, { policy: calm })), []);
  });

  it('overstay in a booking that is over, and are left alone while it lasts', () => {
    const uuids = [0, 1, 2, 3].map((index) => G(index));
    const calendar = planned(book('b', uuids, [0, 60], bob));
    const reservationId = idFromName('reservation', 'b');
    const inIt = [aHeld('in', uuids, { reservationId, yieldsFrom: null })];
    const during = poolWith(inIt, { calendar, now: at(30) });
    assert.deepEqual(victimsOf(aCandidate(1), during), []);
    const jobOf = () => ({ grantPriority: 0, preemptible: false });
    const later = poolWith(inIt, { calendar, now: at(60), jobOf });
    assert.deepEqual(victimsOf(aCandidate(1, { grantPriority: 2 }), later), ['in overstay']);
  });

  it('are not asked where others have booked what they would leave', () => {
    const calendar = planned(book('b', [G(0), G(1), G(2), G(3)], [10, 60], bob));
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { calendar })), []);
  });

  it('end with their gang, all of whom count', () => {
    const gangId = idFromName('gang', 'g');
    const leases = [
      aHeld('g0', [G(0)], { gangId, leasedAt: at(-11) }),
      aHeld('g1', [G(0, other)], { gangId, hostId: other.hostId, leasedAt: at(-11) }),
      ...full.slice(1),
      aHeld('o1', [G(1, other)], { hostId: other.hostId, leasedAt: at(-600) }),
    ];
    const pool = poolWith(leases, { hosts: [host, other] });
    assert.deepEqual(victimsOf(aCandidate(1), pool), ['j1 betterClass']);
    assert.deepEqual(victimsOf(aCandidate(4), pool).sort(), [
      'g0 betterClass',
      'g1 betterClass',
      'j1 betterClass',
      'j2 betterClass',
      'j3 betterClass',
    ]);
    const kept = leases.map((lease) => (lease.jobId === 'g1' ? { ...lease, yieldsFrom: null } : lease));
    assert.deepEqual(victimsOf(aCandidate(4), poolWith(kept, { hosts: [host, other] })), []);
  });

  it('are no more than a pass may ask, and what one takes is not promised to the next', () => {
    assert.deepEqual(victimsOf(aCandidate(3), poolWith(full), 2), []);
    const two = [aCandidate(2), aCandidate(2, { jobId: 'second' }), aCandidate(2, { jobId: 'third' })];
    const asked = preemptionsFor(two, poolWith(full), 32);
    assert.deepEqual(asked.map(({ lease, forJobId }) => [lease.jobId, forJobId]).sort(), [
      ['j0', 'candidate'],
      ['j1', 'candidate'],
      ['j2', 'second'],
      ['j3', 'second'],
    ]);
  });
});

describe('victims of random pools', () => {
  const someLease = fc.record({
    uuids: fc.uniqueArray(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 3 }),
    class: fc.constantFrom('training' as const, 'inference' as const),
    yields: fc.constantFrom(at(-50), at(5), null),
    ran: fc.integer({ min: 1, max: 500 }),
    vcpus: fc.integer({ min: 0, max: 4 }),
  });
  const poolOf = (drawn: fc.Arbitrary<typeof someLease extends fc.Arbitrary<infer L> ? L[] : never>) => drawn;

  it('suffice, none can be spared, and no smaller set would do', () => {
    fc.assert(
      fc.property(
        poolOf(fc.array(someLease, { maxLength: 8 })),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 8 }),
        (drawn, count, vcpus) => {
          let calendar = emptyCalendar;
          for (const [index, { uuids, yields, ran, ...rest }] of drawn.entries()) {
            const lease = aHeld(
              `j${index}`,
              uuids.map((each) => G(each)),
              { ...rest, yieldsFrom: yields, leasedAt: at(-ran) },
            );
            const crowded = lease.uuids.some(
              (uuid) =>
                (calendar.onPlace.get(uuid) ?? []).filter((each) => each.class === lease.class).length >=
                (lease.class === 'training' ? 1 : 3),
            );
            if (!crowded) calendar = withLease(calendar, lease);
          }
          const candidate = aCandidate(count, { spec: { vcpus: vcpus === 0 ? undefined : vcpus } });
          const pool = poolWith([], { calendar });
          const asked = preemptionsFor([candidate], pool, 32).map(({ lease }) => lease);
          const leases = [...calendar.leases.values()];
          const fitsWithout = (gone: readonly Lease[]) =>
            roomOn(
              host,
              candidate,
              leases.filter((each) => !gone.includes(each)),
              pool,
            ) !== undefined;
          const willing = leases.filter(({ yieldsFrom }) => yieldsFrom === at(-50));
          const sets = Array.from({ length: 2 ** willing.length }, (_, bits) =>
            willing.filter((_, index) => bits & (1 << index)),
          );
          const sizes = sets.filter(fitsWithout).map((set) => set.length);
          if (sizes.length === 0) return assert.deepEqual(asked, []);
          assert.ok(fitsWithout(asked), 'they do not suffice');
          assert.ok(asked.every((lease) => willing.includes(lease)));
          assert.equal(asked.length, Math.min(...sizes));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a window that begins', () => {
  const booked = planned(book('b', [G(0)], [10, 60], ada));
  const leaving = (lease: Lease, seconds: number, calendar = booked) => {
    const pool = poolWith([lease], { calendar });
    const now = new Date(Date.parse(at(10)) - seconds * 1000).toISOString();
    return leavingFor(pool.calendar, pool.stopping, { ...pool, now }).map(({ cause }) => cause);
  };
  const yielding = aHeld('a', [G(0)]);

  it('has those leave in time that yield by then, and not before', () => {
    assert.deepEqual(leaving(yielding, 36), []);
    assert.deepEqual(leaving(yielding, 35), ['booking']);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: at(10) }, 35), ['booking']);
    assert.deepEqual(leaving(yielding, -600), ['booking']);
  });

  it('leaves alone its holder, other devices, and who need not yield', () => {
    assert.deepEqual(leaving({ ...yielding, ...ada }, 0), []);
    assert.deepEqual(leaving(aHeld('a', [G(1)]), 0), []);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: null }, 0), []);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: at(11) }, 0), []);
  });

  it('has those leave who overstay in the one before', () => {
    const both = planned(book('a', [G(0)], [0, 10], bob), book('b', [G(0)], [10, 60], ada));
    const inFirst = { ...yielding, reservationId: idFromName('reservation', 'a'), yieldsFrom: null };
    assert.deepEqual(leaving(inFirst, 60, both), []);
    assert.deepEqual(leaving(inFirst, 35, both), ['overstay']);
  });

  it('may be maintenance of the whole host, which binds its CPU too', () => {
    const calendar = planned({
      kind: 'setMaintenance',
      poolId: idFromName('pool', 'test'),
      windows: [{ windowId: idFromName('window', 'w'), from: at(10), until: at(60) }],
      hosts: [{ hostId: host.hostId }],
      reason: 'a new fan',
      now: at(0),
    });
    assert.deepEqual(leaving(aHeld('cpu', []), 35, calendar), ['maintenance']);
    assert.deepEqual(leaving(aHeld('a', [G(2)]), 35, calendar), ['maintenance']);
  });
});
