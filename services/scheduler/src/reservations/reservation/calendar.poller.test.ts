import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import type { Calendar } from '../../calendar/calendar.js';
import { Facts } from '../../facts/facts.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { at, reserve, reservation } from '../../testing/calendar.fixtures.js';
import { hostId, poolId, projectId, userId } from '../../testing/fixtures.js';
import { calendarStream } from '../../streams.js';
import { CalendarPoller } from './calendar.poller.js';
import { HolderEligibility } from './holder-eligibility.js';

const stream = calendarStream(poolId);
const folder = mkdtempSync(join(tmpdir(), 'berth-clock-'));
const open: { close(): Promise<void> }[] = [];
let worlds = 0;
afterAll(async () => {
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function aWorld() {
  const store = await openSqliteEventStore({ path: join(folder, `${(worlds += 1)}.db`) });
  open.push(store);
  const calendars = new Aggregates<Calendar, CalendarCommand, CalendarEvent>(store, calendarDecider);
  const facts = new Facts();
  const know = (projection: string, id: string, fact: object) =>
    facts.apply(projection, [{ id, before: undefined, after: fact as never }]);
  know('facts-pools', poolId, { poolId, name: 'lab', approval: false, maxQueuedPerUser: 1 });
  know('facts-users', userId, { userId, status: 'active', role: 'member' });
  know('facts-projects', projectId, {
    projectId,
    name: 'vision',
    archived: false,
    members: { [userId]: 'member' },
  });
  const grant = {
    grantId: hostId,
    userId,
    projectId: null,
    poolId,
    deviceUuid: null,
    priority: 1,
    timeMultiplier: 1,
    maxHours: 48,
  };
  know('facts-grants', hostId, grant);
  let wall = at(0);
  let monotonic = 0;
  const clock = { now: () => wall };
  const log = createLogger('test', 'silent');
  const aClock = () =>
    new CalendarPoller({
      calendars,
      facts,
      holders: new HolderEligibility(facts, () => monotonic),
      clock,
      log,
      dirtyPools: { mark: () => undefined },
    });
  let looking = aClock();
  return {
    facts,
    know,
    grant,
    do: async (command: CalendarCommand) => {
      const outcome = await calendars.execute(stream, command, systemCommand('test', command.type, wall));
      assert.ok(outcome.ok);
    },
    ends: async () =>
      (await store.read(stream))
        .filter(({ type }) => type === 'scheduler.calendar.reservationEnded.v1')
        .map(({ data }) => data as { readonly cause: string; readonly reason: string }),
    restart: () => (looking = aClock()),
    /** Polls at a wall clock of so many minutes, after so many seconds of monotonic time. */
    tick: async (minutes: number, seconds = 1) => {
      wall = at(minutes);
      monotonic += seconds * 1000;
      await looking.tick();
      return (await store.read(stream)).map(({ type }) => type.split('.')[2]);
    },
  };
}

describe('the clock of calendars', () => {
  it('begins and ends reservations and maintenance in their time, once', async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [10, 20]));
    await world.do({
      type: 'setMaintenance',
      poolId,
      windows: [{ windowId: reservation('w'), from: at(30), until: at(40) }],
      hosts: [{ hostId }],
      reason: 'a fan',
      now: at(0),
    });
    const made = ['reserved', 'maintenanceSet'];
    assert.deepEqual(await world.tick(9), made);
    const begun = [...made, 'reservationStarted'];
    assert.deepEqual(await world.tick(10), begun);
    assert.deepEqual(await world.tick(19), begun);
    const ended = [...begun, 'reservationEnded'];
    assert.deepEqual(await world.tick(20), ended);
    assert.deepEqual(await world.tick(41), [...ended, 'maintenanceEnded']);
    assert.deepEqual(await world.tick(42), [...ended, 'maintenanceEnded']);
  });
  it('does nothing twice and misses nothing when the clock is set back or on, or it is restarted', async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [10, 20]));
    await world.do(reserve('b', ['G0'], [30, 40]));
    assert.deepEqual(await world.tick(11), ['reserved', 'reserved', 'reservationStarted']);
    assert.deepEqual(await world.tick(-49), ['reserved', 'reserved', 'reservationStarted']);
    world.restart();
    assert.deepEqual(await world.tick(12), ['reserved', 'reserved', 'reservationStarted']);
    const all = ['reserved', 'reserved', 'reservationStarted', 'reservationEnded', 'reservationStarted'];
    assert.deepEqual(await world.tick(35), all);
    assert.deepEqual(await world.tick(95), [...all, 'reservationEnded']);
  });
  it('ends a reservation whose whole window it slept through', async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [10, 20]));
    assert.deepEqual(await world.tick(500), ['reserved', 'reservationEnded']);
  });
});

describe('reservations of who is gone', () => {
  const made = async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [100, 120]));
    assert.deepEqual(await world.tick(0), ['reserved']);
    return world;
  };
  it('end at once where the account, the role or the project has gone', async () => {
    const vision = { projectId, name: 'vision', archived: true, members: { [userId]: 'member' } };
    for (const [projection, id, fact] of [
      ['facts-users', userId, { userId, status: 'suspended', role: 'member' }],
      ['facts-users', userId, { userId, status: 'deleted', role: 'member' }],
      ['facts-users', userId, { userId, status: 'active', role: 'auditor' }],
      ['facts-projects', projectId, vision],
    ] as const) {
      const world = await made();
      world.know(projection, id, fact);
      assert.deepEqual(
        await world.tick(1),
        ['reserved', 'reservationEnded'],
        `${projection} ${JSON.stringify(fact)}`,
      );
    }
  });
  it('end after a grace where a membership or a grant has gone', async () => {
    for (const [projection, id, fact] of [
      ['facts-projects', projectId, { projectId, name: 'vision', archived: false, members: {} }],
      ['facts-grants', hostId, undefined],
      ['facts-grants', hostId, { ...(await made()).grant, deviceUuid: 'G1' }],
    ] as const) {
      const world = await made();
      world.know(projection, id, fact as never);
      assert.deepEqual(await world.tick(1), ['reserved']);
      assert.deepEqual(await world.tick(1, 4), ['reserved']);
      assert.deepEqual(
        await world.tick(1, 2),
        ['reserved', 'reservationEnded'],
        `${projection} ${JSON.stringify(fact)}`,
      );
    }
  });
  it('end where a host of their devices was removed, and say so', async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [100, 120]));
    await world.do(reserve('b', ['G1'], [0, 30]));
    const made = ['reserved', 'reserved', 'reservationStarted'];
    assert.deepEqual(await world.tick(1), made);
    world.know('facts-hosts', hostId, { hostId, poolId, name: 'one', presence: 'removed' });
    assert.deepEqual(await world.tick(2), [...made, 'reservationEnded', 'reservationEnded']);
    const ends = await world.ends();
    assert.deepEqual(ends.map(({ cause }) => cause).sort(), ['cancelled', 'released']);
    for (const { reason } of ends) assert.equal(reason, 'host one, which holds its devices, was removed');
  });
  it('that were made after the last look are looked at, too', async () => {
    const world = await aWorld();
    await world.do(reserve('a', ['G0'], [100, 120]));
    assert.deepEqual(await world.tick(0), ['reserved']);
    world.know('facts-grants', hostId, undefined as never);
    assert.deepEqual(await world.tick(1, 6), ['reserved']);
    assert.deepEqual(await world.tick(1, 6), ['reserved', 'reservationEnded']);
    await world.do(reserve('b', ['G0'], [100, 120]));
    assert.equal((await world.tick(1, 1)).length, 3);
    assert.equal((await world.tick(1, 6)).length, 4);
  });
  it('do not begin', async () => {
    const world = await made();
    world.know('facts-projects', projectId, { projectId, name: 'vision', archived: false, members: {} });
    assert.deepEqual(await world.tick(100), ['reserved']);
    world.know('facts-projects', projectId, {
      projectId,
      name: 'vision',
      archived: false,
      members: { [userId]: 'lead' },
    });
    assert.deepEqual(await world.tick(101), ['reserved', 'reservationStarted']);
  });
  it('stay while the grant may be in an event that is parked', async () => {
    const world = await made();
    world.facts.isComplete = false;
    world.know('facts-grants', hostId, undefined as never);
    assert.deepEqual(await world.tick(1), ['reserved']);
    assert.deepEqual(await world.tick(1, 60), ['reserved']);
    world.facts.isComplete = true;
    assert.deepEqual(await world.tick(1, 60), ['reserved']);
    assert.deepEqual(await world.tick(1, 16), ['reserved', 'reservationEnded']);
  });
  it('stay where a grant is made anew meanwhile', async () => {
    const world = await made();
    world.know('facts-grants', hostId, undefined as never);
    assert.deepEqual(await world.tick(1), ['reserved']);
    world.know('facts-grants', hostId, world.grant);
    assert.deepEqual(await world.tick(1, 60), ['reserved']);
    world.know('facts-grants', hostId, undefined as never);
    assert.deepEqual(await world.tick(1, 60), ['reserved']);
    assert.deepEqual(await world.tick(1, 60), ['reserved', 'reservationEnded']);
  });
});
