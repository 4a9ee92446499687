import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { Lease } from '../../calendar/calendar.js';
import { idFromName } from '@berth/kernel/ids';
import { ada, at, bob, reserve } from '../../testing/calendar.fixtures.js';
import { aHeld, G, host, planned, poolWith } from '../../testing/preemption.fixtures.js';
import { preemptionsForWindows } from './windows-ahead.js';

describe('a window that begins', () => {
  const reserved = planned(reserve('b', [G(0)], [10, 60], ada));
  const leaving = (lease: Lease, seconds: number, calendar = reserved) => {
    const pool = poolWith([lease], { calendar });
    const now = new Date(Date.parse(at(10)) - seconds * 1000).toISOString();
    return preemptionsForWindows(pool.calendar, pool.stopping, { ...pool, now }).map(({ cause }) => cause);
  };
  const messages = (lease: Lease, seconds: number, calendar: typeof reserved) => {
    const pool = poolWith([lease], { calendar });
    const now = new Date(Date.parse(at(10)) - seconds * 1000).toISOString();
    return preemptionsForWindows(pool.calendar, pool.stopping, { ...pool, now }).map(
      ({ message }) => message,
    );
  };
  const yielding = aHeld('a', [G(0)]);

  it('has those leave in time that yield by then, and not before', () => {
    assert.deepEqual(leaving(yielding, 36), []);
    assert.deepEqual(leaving(yielding, 35), ['reservation']);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: at(10) }, 35), ['reservation']);
    assert.deepEqual(leaving(yielding, -600), ['reservation']);
  });

  it('leaves alone its holder, other devices, and who need not yield', () => {
    assert.deepEqual(leaving({ ...yielding, ...ada }, 0), []);
    assert.deepEqual(leaving(aHeld('a', [G(1)]), 0), []);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: null }, 0), []);
    assert.deepEqual(leaving({ ...yielding, yieldsFrom: at(11) }, 0), []);
  });

  it('has those leave in time who run in the one before, and says that it ends, or that it is over', () => {
    const both = planned(reserve('a', [G(0)], [0, 10], bob), reserve('b', [G(0)], [10, 60], ada));
    const inFirst = { ...yielding, reservationId: idFromName('reservation', 'a'), yieldsFrom: null };
    assert.deepEqual(leaving(inFirst, 60, both), []);
    assert.deepEqual(leaving(inFirst, 35, both), ['reservation']);
    assert.deepEqual(messages(inFirst, 35, both), [
      `its own reservation ends at ${at(10)}, and a reservation of its devices begins at ${at(10)}`,
    ]);
    const over = planned(reserve('b', [G(0)], [10, 60], ada));
    assert.deepEqual(leaving(inFirst, -1, over), ['overstay']);
    assert.deepEqual(messages(inFirst, -1, over), [
      `its own reservation has ended, and a reservation of its devices begins at ${at(10)}`,
    ]);
  });

  it('leaves alone who is over by then, until their time limit has passed', () => {
    const both = planned(reserve('a', [G(0)], [0, 10], bob), reserve('b', [G(0)], [10, 60], ada));
    const inFirst = { ...yielding, reservationId: idFromName('reservation', 'a'), yieldsFrom: null };
    assert.deepEqual(leaving({ ...inFirst, until: at(9.9) }, 35, both), []);
    assert.deepEqual(leaving({ ...inFirst, until: at(9.9) }, 5, both), ['reservation']);
    assert.deepEqual(leaving({ ...yielding, until: at(10) }, 35), []);
    assert.deepEqual(leaving({ ...yielding, until: at(10) }, -1), ['reservation']);
  });

  it('has those leave a short reservation in its second half at the earliest', () => {
    const both = planned(reserve('a', [G(0)], [9.5, 10], bob), reserve('b', [G(0)], [10, 60], ada));
    const inShort = { ...yielding, reservationId: idFromName('reservation', 'a'), yieldsFrom: null };
    assert.deepEqual(leaving(inShort, 16, both), []);
    assert.deepEqual(leaving(inShort, 15, both), ['reservation']);
  });

  it('may be maintenance of the whole host, which binds its CPU too', () => {
    const calendar = planned({
      type: 'setMaintenance',
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
