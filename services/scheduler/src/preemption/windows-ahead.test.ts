import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Lease } from '../calendar/calendar.js';
import { idFromName } from '@berth/kernel/ids';
import { ada, at, bob, book } from '../testing/calendar.fixtures.js';
import { aHeld, G, host, planned, poolWith } from '../testing/preemption.fixtures.js';
import { leavingFor } from './windows-ahead.js';

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
