import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { placementStrategies } from '@berth/contracts/scheduler/policy';
import { emptyCalendar, withLease, type Lease } from '../../calendar/calendar.js';
import type { Candidate } from '../planned.js';
import { plan } from '../plan.js';
import { at } from '../../testing/calendar.fixtures.js';
import { aGang, aHeld, host, other, policy, poolWith } from '../../testing/preemption.fixtures.js';
import { preemptionsFor, type PoolSnapshot } from './preemptions.js';

const hosts = [host, other];
const someLease = fc.record({
  on: fc.constantFrom(host, host, other),
  indexes: fc.uniqueArray(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 2 }),
  class: fc.constantFrom('training' as const, 'training' as const, 'inference' as const),
  yields: fc.constantFrom(at(-50), at(-50), at(-50), at(5), null),
  ran: fc.integer({ min: 1, max: 500 }),
  vcpus: fc.integer({ min: 0, max: 4 }),
  gang: fc.constantFrom(null, null, 'g', 'h'),
});

/** Those of the drawn leases that the calendar would have made. */
function leasesOf(drawn: readonly (typeof someLease extends fc.Arbitrary<infer L> ? L : never)[]): Lease[] {
  let calendar = emptyCalendar;
  for (const [index, { on, indexes, yields, ran, gang, ...rest }] of drawn.entries()) {
    const uuids = indexes.flatMap((each) => on.devices[each]?.uuid ?? []);
    const most = rest.class === 'training' ? 1 : 3;
    const isCrowded = uuids.some(
      (uuid) => (calendar.onPlace.get(uuid) ?? []).filter((each) => each.class === rest.class).length >= most,
    );
    if (uuids.length === 0 || isCrowded) continue;
    const where = { hostId: on.hostId, yieldsFrom: yields, leasedAt: at(-ran), gangId: gang };
    calendar = withLease(calendar, aHeld(`j${index}`, uuids, { ...rest, ...where }));
  }
  return [...calendar.leases.values()];
}

/** Whether the planner starts all of the gang once some leases are gone. */
function startsWithout(gone: readonly Lease[], gang: Candidate, pool: PoolSnapshot): boolean {
  const left = [...pool.calendar.leases.values()].filter((lease) => !gone.includes(lease));
  const { calendar } = poolWith(left);
  const { now, policy: rules } = pool;
  return plan([gang], hosts, calendar, { now, policy: rules }).placements.length > 0;
}

/** Leases that end together, if all of them may. */
const unitsOf = (leases: readonly Lease[]): Lease[][] =>
  [...Map.groupBy(leases, ({ gangId, leaseId }) => gangId ?? leaseId).values()].filter((unit) =>
    unit.every(({ yieldsFrom }) => yieldsFrom === at(-50)),
  );

describe('who makes room for a gang in random pools', () => {
  it('are enough for the planner to start it whole, none can be spared, and no fewer would do', () => {
    let asking = 0;
    fc.assert(
      fc.property(
        fc.array(someLease, { maxLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(...placementStrategies),
        fc.constantFrom('training' as const, 'inference' as const),
        (drawn, size, count, vcpus, placement, jobClass) => {
          const leases = leasesOf(drawn);
          const spec = { class: jobClass, ...(vcpus > 0 ? { vcpus } : {}) };
          const gang = aGang(size, count, { spec });
          const pool = poolWith(leases, { hosts, policy: { ...policy, placement } });
          const asked = preemptionsFor([gang], pool, 32).map(({ lease }) => lease);
          const units = unitsOf(leases);
          const sets = Array.from({ length: 2 ** units.length }, (_, bits) =>
            units.filter((_, index) => bits & (1 << index)).flat(),
          );
          const sizes = sets.filter((set) => startsWithout(set, gang, pool)).map(({ length }) => length);
          if (sizes.length === 0) return assert.deepEqual(asked, []);
          if (asked.length > 0) assert.ok(startsWithout(asked, gang, pool), 'the gang does not start');
          // Members that ask for several devices may share more of them than is counted on.
          if (jobClass === 'inference' && count > 1) return undefined;
          assert.equal(asked.length, Math.min(...sizes));
          for (const unit of units) {
            if (!unit.some((lease) => asked.includes(lease))) continue;
            assert.ok(
              unit.every((lease) => asked.includes(lease)),
              'a gang is torn apart',
            );
            const others = asked.filter((lease) => !unit.includes(lease));
            assert.ok(!startsWithout(others, gang, pool), 'somebody is ended in vain');
          }
          if (asked.length > 0) asking += 1;
          return undefined;
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(asking > 0, 'none of the pools had anybody to ask');
  });
});
