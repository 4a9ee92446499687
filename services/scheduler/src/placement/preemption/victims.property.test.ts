import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyCalendar, withLease, type Lease } from '../../calendar/calendar.js';
import { at } from '../../testing/calendar.fixtures.js';
import { aCandidate, aHeld, G, host, poolWith } from '../../testing/preemption.fixtures.js';
import { preemptionsFor } from './preemptions.js';
import { HostFreeCapacity } from './host-free-capacity.js';

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
          const room = new HostFreeCapacity(host, candidate, pool);
          const fitsWithout = (gone: readonly Lease[]) =>
            room.allocate(
              leases.filter((each) => !gone.includes(each)),
              1,
            ).length > 0;
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
