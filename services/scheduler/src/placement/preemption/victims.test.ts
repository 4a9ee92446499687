import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { idFromName } from '@berth/kernel/ids';
import { ada, at, bob, reserve } from '../../testing/calendar.fixtures.js';
import {
  aCandidate,
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

  it('are nobody on a host that takes jobs of admins only, for one who is none', () => {
    const hosts = [{ ...host, adminsOnly: true }];
    assert.deepEqual(victimsOf(aCandidate(1), poolWith(full, { hosts })), []);
    const { demand } = aCandidate(1);
    const ofAdmin = aCandidate(1, { demand: { ...demand, byAdmin: true } });
    assert.deepEqual(victimsOf(ofAdmin, poolWith(full, { hosts })), ['j0 betterClass']);
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

  it('overstay in a reservation that is over, and are left alone while it lasts', () => {
    const uuids = [0, 1, 2, 3].map((index) => G(index));
    const calendar = planned(reserve('b', uuids, [0, 60], bob));
    const reservationId = idFromName('reservation', 'b');
    const inIt = [aHeld('in', uuids, { reservationId, yieldsFrom: null })];
    const during = poolWith(inIt, { calendar, now: at(30) });
    assert.deepEqual(victimsOf(aCandidate(1), during), []);
    const jobOf = () => ({ grantPriority: 0, preemptible: false });
    const later = poolWith(inIt, { calendar, now: at(60), jobOf });
    assert.deepEqual(victimsOf(aCandidate(1, { grantPriority: 2 }), later), ['in overstay']);
  });

  it('are not asked for one who could begin nothing in their own reservation any more', () => {
    const uuids = [0, 1, 2, 3].map((index) => G(index));
    const calendar = planned(reserve('b', uuids, [0, 60], ada));
    const past = [
      aHeld('past', uuids, { ...bob, reservationId: idFromName('reservation', 'before'), yieldsFrom: null }),
    ];
    const jobOf = () => ({ grantPriority: 1, preemptible: false });
    const askedAt = (minutes: number) =>
      victimsOf(aCandidate(1, ada), poolWith(past, { calendar, now: at(minutes), jobOf }));
    assert.deepEqual([askedAt(30), askedAt(59.5)], [['past overstay'], []]);
  });

  it('are not asked where others have reserved what they would leave', () => {
    const calendar = planned(reserve('b', [G(0), G(1), G(2), G(3)], [10, 60], bob));
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
