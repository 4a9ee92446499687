import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { idFromName } from '@berth/kernel/ids';
import { at, bob, reserve } from '../../testing/calendar.fixtures.js';
import { aDevice, aHost } from '../../testing/fixtures.js';
import {
  aGang,
  aHeld,
  G,
  host,
  other,
  planned,
  policy,
  poolWith,
  victimsOf,
} from '../../testing/preemption.fixtures.js';
import { preemptionsFor } from './preemptions.js';

const onOther = (name: string, index: number, change = {}) =>
  aHeld(name, [G(index, other)], { hostId: other.hostId, ...change });
/** Four devices here and two there, all held; the later by name, the longer ago. */
const full = [
  ...[0, 1, 2, 3].map((index) => aHeld(`a${index}`, [G(index)], { leasedAt: at(-60 - index) })),
  ...[0, 1].map((index) => onOther(`b${index}`, index, { leasedAt: at(-30 - index) })),
];
const hosts = [host, other];
const sorted = (...asked: Parameters<typeof victimsOf>): string[] => victimsOf(...asked).sort();

describe('whoever must make room for a gang', () => {
  it('are as few as will do over all hosts, of equals those who markRunLost least', () => {
    assert.deepEqual(sorted(aGang(3, 1), poolWith(full, { hosts })), [
      'a0 betterClass',
      'b0 betterClass',
      'b1 betterClass',
    ]);
    assert.equal(victimsOf(aGang(3, 2), poolWith(full, { hosts })).length, 6);
    const wide = [aHeld('wide', [G(0), G(1)], { leasedAt: at(-500) }), ...full.slice(2)];
    assert.deepEqual(sorted(aGang(2, 2), poolWith(wide, { hosts })), [
      'b0 betterClass',
      'b1 betterClass',
      'wide betterClass',
    ]);
  });

  it('are only so many as are lacking beside what is free', () => {
    assert.deepEqual(sorted(aGang(3, 1), poolWith(full.slice(2), { hosts })), ['b0 betterClass']);
    assert.deepEqual(sorted(aGang(2, 1), poolWith(full.slice(2), { hosts })), []);
    const stopping = new Set([full[5]?.leaseId ?? '']);
    assert.deepEqual(sorted(aGang(2, 1), poolWith(full, { hosts, stopping })), ['b0 betterClass']);
  });

  it('are nobody where not all of its members would fit', () => {
    assert.deepEqual(sorted(aGang(7, 1), poolWith(full, { hosts })), []);
    assert.deepEqual(sorted(aGang(2, 3), poolWith(full, { hosts })), []);
    const kept = full.map((lease) => (lease.jobId === 'b1' ? { ...lease, yieldsFrom: null } : lease));
    assert.deepEqual(sorted(aGang(6, 1), poolWith(kept, { hosts })), []);
    const young = full.map((lease) => (lease.jobId === 'b1' ? { ...lease, yieldsFrom: at(1) } : lease));
    assert.deepEqual(sorted(aGang(3, 2), poolWith(young, { hosts })), []);
    const worse = aGang(6, 1, { grantPriority: 2 });
    assert.deepEqual(sorted(worse, poolWith(full, { hosts })), []);
  });

  it('are nobody in a reservation, or where others have reserved what they would leave', () => {
    const uuids = [0, 1, 2, 3].map((index) => G(index));
    const reservationId = idFromName('reservation', 'b');
    const inIt = full.map((lease) =>
      lease.hostId === host.hostId ? { ...lease, reservationId, yieldsFrom: null } : lease,
    );
    const during = planned(reserve('b', uuids, [0, 60], bob));
    assert.deepEqual(sorted(aGang(3, 1), poolWith(inIt, { hosts, calendar: during })), []);
    const ahead = planned(reserve('b', uuids, [10, 60], bob));
    assert.deepEqual(sorted(aGang(3, 1), poolWith(full, { hosts, calendar: ahead })), []);
    assert.equal(victimsOf(aGang(2, 1), poolWith(full, { hosts, calendar: ahead })).length, 2);
  });

  it('end with their own gang, wherever it is', () => {
    const gangId = idFromName('gang', 'g');
    const some = full.map((lease) =>
      lease.jobId === 'a0' || lease.jobId === 'b0' ? { ...lease, gangId, leasedAt: at(-11) } : lease,
    );
    assert.deepEqual(sorted(aGang(2, 1), poolWith(some, { hosts })), ['a0 betterClass', 'b0 betterClass']);
    assert.equal(victimsOf(aGang(1, 1), poolWith(some, { hosts })).length, 1);
    assert.equal(victimsOf(aGang(6, 1), poolWith(some, { hosts })).length, 6);
    const kept = some.map((lease) => (lease.jobId === 'b0' ? { ...lease, yieldsFrom: null } : lease));
    assert.equal(victimsOf(aGang(4, 1), poolWith(kept, { hosts })).length, 4);
    assert.deepEqual(sorted(aGang(5, 1), poolWith(kept, { hosts })), []);
  });

  it('give back what they borrowed where the pool has no preemption', () => {
    const calm = { ...policy, preemption: { ...policy.preemption, mode: 'none' as const } };
    const lent = full.map((lease, index) => ({ ...lease, borrowed: index % 2 === 0, yieldsFrom: null }));
    const pool = poolWith(lent, { hosts, policy: calm });
    assert.deepEqual(sorted(aGang(3, 1), pool), ['a0 borrowed', 'a2 borrowed', 'b0 borrowed']);
    assert.deepEqual(sorted(aGang(4, 1), pool), []);
  });

  it('are more than a pass may ask only where the gang has the pass to itself', () => {
    assert.equal(victimsOf(aGang(6, 1), poolWith(full, { hosts }), 4).length, 6);
    const first = { ...aGang(1, 1), jobId: 'first' };
    const asked = preemptionsFor([first, aGang(5, 1)], poolWith(full, { hosts }), 4);
    assert.deepEqual(
      asked.map(({ forJobId }) => forJobId),
      ['first'],
    );
  });

  it('are not promised to the next in line as well', () => {
    const asked = preemptionsFor(
      [aGang(3, 1), { ...aGang(4, 1), jobId: 'next' }],
      poolWith(full, { hosts }),
      32,
    );
    assert.equal(asked.length, 3);
    const both = preemptionsFor(
      [aGang(3, 1), { ...aGang(3, 1), jobId: 'next' }],
      poolWith(full, { hosts }),
      32,
    );
    assert.equal(new Set(both.map(({ lease }) => lease.leaseId)).size, 6);
  });

  it('are found where there are too many ways to try them all', () => {
    const many = Array.from({ length: 12 }, (_, number) =>
      aHost(
        `many-${String(number).padStart(2, '0')}`,
        Array.from({ length: 8 }, (_, index) => aDevice(index)),
      ),
    );
    const leases = many.flatMap(({ hostId, devices }, number) =>
      devices.map(({ uuid }, index) =>
        aHeld(`${number}.${index}`, [uuid], {
          hostId,
          vcpus: 0.001 * (1 + index),
          leasedAt: at(-20 - number),
        }),
      ),
    );
    const pool = poolWith(leases, { hosts: many });
    assert.equal(victimsOf(aGang(10, 8), pool, 256).length, 80);
    assert.equal(victimsOf(aGang(40, 2), pool, 256).length, 80);
    assert.equal(victimsOf(aGang(13, 8), pool, 256).length, 0);
  });
});
