import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobClass } from '@berth/contracts/scheduler/events';
import { DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { aLease, lease, release as releaseAt } from '../testing/calendar.fixtures.js';
import { LATER, NOW, projectId } from '../testing/fixtures.js';
import type { Calendar } from './calendar.js';
import { calendarSnapshot } from './calendar.snapshot.js';
import type { CalendarCommand } from './calendar.commands.js';
import { calendarDecider } from './calendar.decider.js';

const release = (name: string, endedAt = LATER): CalendarCommand => releaseAt(name, endedAt);
const LEASED = 'scheduler.calendar.devicesLeased.v1';
const RELEASED = 'scheduler.calendar.leaseReleased.v1';
const calendar = given(calendarDecider);

describe('leasing devices', () => {
  it('makes every lease that fits', () => {
    calendar.when(lease(aLease('a', ['G0']), aLease('b', ['G1']))).thenTypes(LEASED, LEASED);
  });
  it('passes over a lease whose device is taken in its class', () => {
    calendar.when(lease(aLease('a', ['G0']), aLease('b', ['G0']))).thenTypes(LEASED);
    calendar
      .when(lease(aLease('a', ['G0'])))
      .and.when(lease(aLease('b', ['G0', 'G1'])))
      .nothing();
  });
  it('lets classes share a device within their own slots', () => {
    const inference = (name: string) => aLease(name, ['G0'], { class: 'inference' });
    calendar
      .when(lease(aLease('a', ['G0']), inference('b'), inference('c'), inference('d'), inference('e')))
      .thenTypes(LEASED, LEASED, LEASED, LEASED);
  });
  it('gives a job one lease at a time', () => {
    calendar
      .when(lease(aLease('a', ['G0']), { ...aLease('a', ['G1']), leaseId: projectId }))
      .thenTypes(LEASED);
  });
  it('never gives one device twice within a lease', () => {
    calendar.when(lease(aLease('a', ['G0', 'G0']))).nothing();
  });
  it('never makes a lease of an id that is there', () => {
    const other = { ...aLease('b', ['G1']), leaseId: aLease('a', []).leaseId };
    calendar.when(lease(aLease('a', ['G0']), other)).thenTypes(LEASED);
  });
  it('gives no more CPU and memory than the host has, whatever devices are free', () => {
    const wide = (name: string, uuid: string, vcpus: number, ramMiB = 0) =>
      aLease(name, [uuid], { vcpus, ...(ramMiB > 0 ? { ramMiB } : {}) });
    calendar
      .when(lease(wide('a', 'G0', 5), wide('b', 'G1', 4), wide('c', 'G2', 3)))
      .thenTypes(LEASED, LEASED);
    calendar
      .when(lease(wide('a', 'G0', 1, 16_384)))
      .and.when(lease(wide('b', 'G1', 1, 1)))
      .nothing();
  });
  it('counts CPU slots of a host where no device is asked for', () => {
    calendar.when(lease(aLease('a', []), aLease('b', []), aLease('c', []))).thenTypes(LEASED, LEASED);
  });
});

describe('releasing a lease', () => {
  it('frees its devices, once', () => {
    const released = calendar
      .when(lease(aLease('a', ['G0'])))
      .and.when(release('a'))
      .thenTypes(RELEASED);
    released.and.when(release('a')).nothing();
    released.and.when(lease(aLease('b', ['G0']))).thenTypes(LEASED);
  });
  it('never ends a lease before it began, however the clocks stand', () => {
    const outcome = calendarDecider.decide(
      release('a', '2020-01-01T00:00:00.000Z'),
      folded(lease(aLease('a', ['G0']))),
    );
    assert.ok(outcome.ok && outcome.value[0]?.type === RELEASED);
    assert.equal((outcome.value[0] as Extract<CalendarEvent, { type: typeof RELEASED }>).data.endedAt, NOW);
  });
});

describe('a snapshot of a calendar', () => {
  it('gives the calendar back', () => {
    const { toJson, fromJson } = calendarSnapshot;
    const wide = aLease('c', [], { vcpus: 1.5, ramMiB: 1024 });
    const before = folded(lease(aLease('a', ['G0']), aLease('b', ['G1', 'G2']), wide), release('a'));
    const after = fromJson(JSON.parse(JSON.stringify(toJson(before))) as never);
    const shown = (calendar: Calendar) =>
      [calendar.leases, calendar.leaseOfJob, calendar.onPlace, calendar.useOfHost].map((map) =>
        [...map.entries()].sort(),
      );
    assert.deepEqual(shown(after), shown(before));
    assert.equal(after.leases.size, 2);
  });
});

describe('a calendar under any commands', () => {
  it('never holds more leases of a class on a device than its slots, and replays to the same', () => {
    const device = fc.constantFrom('G0', 'G1', 'G2');
    const want = fc.record({
      kind: fc.constant('lease' as const),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      uuids: fc.uniqueArray(device, { maxLength: 3 }),
      class: fc.constantFrom<JobClass>('training', 'inference'),
    });
    const free = fc.record({
      kind: fc.constant('release' as const),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(want, free), { maxLength: 60 }), (steps) => {
        const commands = steps.map((step) =>
          step.kind === 'release'
            ? release(step.name)
            : lease(aLease(step.name, step.uuids, { class: step.class })),
        );
        const held = new Map<string, { places: readonly string[]; class: JobClass }>();
        for (const event of eventsOf(commands)) {
          if (event.type === RELEASED) held.delete(event.data.leaseId);
          else if (event.type === 'scheduler.calendar.devicesLeased.v1')
            held.set(event.data.leaseId, {
              places: event.data.devices.map((each) => each.uuid),
              class: event.data.class,
            });
          for (const uuid of ['G0', 'G1', 'G2']) {
            for (const jobClass of ['training', 'inference'] as const) {
              const count = [...held.values()].filter(
                (each) => each.class === jobClass && each.places.includes(uuid),
              ).length;
              assert.ok(count <= DEFAULT_GPU_LIMITS[jobClass]);
            }
          }
        }
      }),
    );
  });
});

function eventsOf(commands: readonly CalendarCommand[]): CalendarEvent[] {
  let state = calendarDecider.initialState;
  const all: CalendarEvent[] = [];
  for (const command of commands) {
    const decided = calendarDecider.decide(command, state);
    assert.ok(decided.ok);
    for (const event of decided.value) state = calendarDecider.evolve(state, event);
    all.push(...decided.value);
  }
  return all;
}

const folded = (...commands: readonly CalendarCommand[]) =>
  eventsOf(commands).reduce(
    (state, event) => calendarDecider.evolve(state, event),
    calendarDecider.initialState,
  );
