import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { idFromName } from '@berth/kernel/ids';
import { aDevice, ada, aLease, at, bob, reserve, lease } from '../testing/calendar.fixtures.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';
import type { Calendar } from './calendar.js';
import { isFree, freeWindows, type FreeWindow, type WindowSearch } from './free-windows.js';

const asker = { ...ada, shared: false };
const calendarAfter = (...commands: readonly CalendarCommand[]): Calendar =>
  commands.reduce((calendar, command) => {
    const decided = calendarDecider.decide(command, calendar);
    return decided.ok ? decided.value.reduce(calendarDecider.evolve, calendar) : calendar;
  }, calendarDecider.initialState);

const search = (count: number, minutes: number, change: Partial<WindowSearch> = {}): WindowSearch => ({
  choice: { count, candidates: ['G0', 'G1', 'G2'].map((uuid) => aDevice(uuid)) },
  durationMs: minutes * 60_000,
  range: { from: at(0), until: at(600) },
  limit: 10,
  ...change,
});
const shown = (windows: readonly FreeWindow[]) =>
  windows.map(({ from, until, devices }) => [from, until, devices.map(({ uuid }) => uuid).join(' ')]);

describe('free windows', () => {
  const busy = calendarAfter(
    reserve('a', ['G0'], [60, 120], bob),
    reserve('b', ['G1'], [30, 200], bob),
    lease(aLease('x', ['G2'], { ...bob, until: at(90) })),
  );
  it('are told with their devices, longest first at each beginning', () => {
    assert.deepEqual(shown(freeWindows(busy, asker, search(1, 30))), [
      [at(0), at(60), 'G0'],
      [at(90), at(600), 'G2'],
    ]);
    assert.deepEqual(shown(freeWindows(busy, asker, search(2, 30))), [
      [at(0), at(30), 'G0 G1'],
      [at(120), at(600), 'G0 G2'],
    ]);
    assert.deepEqual(shown(freeWindows(busy, asker, search(3, 30))), [[at(200), at(600), 'G0 G1 G2']]);
  });
  it('are long enough, in the range, and no more than asked for', () => {
    assert.deepEqual(shown(freeWindows(busy, asker, search(1, 61))), [[at(90), at(600), 'G2']]);
    assert.deepEqual(shown(freeWindows(busy, asker, search(1, 30, { limit: 1 }))), [[at(0), at(60), 'G0']]);
    assert.deepEqual(
      shown(freeWindows(busy, asker, search(1, 30, { range: { from: at(40), until: at(80) } }))),
      [],
    );
  });
  it('are never found where a lease may last forever, or devices are too few', () => {
    const held = calendarAfter(lease(aLease('x', ['G0'], bob)));
    const only = { count: 1, candidates: [aDevice('G0')] };
    assert.deepEqual(freeWindows(held, asker, search(1, 30, { choice: only })), []);
    assert.deepEqual(freeWindows(held, asker, search(4, 30)), []);
    assert.deepEqual(freeWindows(held, { ...bob, shared: false }, search(1, 30, { choice: only })).length, 1);
  });
  it('are of one host where that is asked for', () => {
    const candidates = [aDevice('G0'), aDevice('G1'), aDevice('H0', idFromName('host', 'two'))];
    const wanted = search(2, 30, { choice: { count: 2, candidates } });
    assert.deepEqual(shown(freeWindows(busy, asker, wanted)), [
      [at(0), at(60), 'G0 H0'],
      [at(120), at(600), 'G0 H0'],
    ]);
    assert.deepEqual(shown(freeWindows(busy, asker, { ...wanted, oneHost: true })), [
      [at(0), at(30), 'G0 G1'],
      [at(200), at(600), 'G0 G1'],
    ]);
  });

  it('are those that looking at every minute finds', () => {
    const devices = ['G0', 'G1', 'G2'];
    const reservation = fc.record({
      uuids: fc.subarray(devices, { minLength: 1 }),
      from: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 1, max: 20 }),
    });
    const property = fc.property(
      fc.array(reservation, { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 20 }),
      (reservations, count, minutes) => {
        const calendar = calendarAfter(
          ...reservations.map(({ uuids, from, length }, index) =>
            reserve(String(index), uuids, [from, from + length], bob),
          ),
        );
        const range = { from: at(0), until: at(60) };
        const found = freeWindows(calendar, asker, search(count, minutes, { range, limit: 1000 }));
        for (const { from, until, devices: free } of found) {
          assert.equal(free.length, count);
          assert.ok(free.every((device) => isFree(calendar, device, asker, { from, until })));
        }
        for (let start = 0; start + minutes <= 60; start += 1) {
          const window = { from: at(start), until: at(start + minutes) };
          const free = devices.filter((uuid) => isFree(calendar, aDevice(uuid), asker, window)).length;
          const isTold = found.some(({ from, until }) => from <= window.from && until >= window.until);
          assert.equal(isTold, free >= count, `${count} devices for ${minutes} minutes from minute ${start}`);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
