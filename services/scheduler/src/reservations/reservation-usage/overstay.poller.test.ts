import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';
import type { EndProcesses, ProcessTerminationStatus } from '@berth/contracts/agent/messages';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import { tempDir } from '@berth/testing/temp-dir';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import type { Calendar } from '../../calendar/calendar.js';
import { Facts } from '../../facts/facts.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { calendarStream } from '../../streams.js';
import { at, bob, reserve, reservation } from '../../testing/calendar.fixtures.js';
import { hostId, poolId, userId } from '../../testing/fixtures.js';
import { OverstayPoller, type OverstayParts } from './overstay.poller.js';

const folder = tempDir('overstay');
const open: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const store of open) await store.close();
});

const AFTER: PoolPolicy = {
  ...DEFAULT_POLICY,
  preemption: { ...DEFAULT_POLICY.preemption, graceSeconds: 20 },
  reservations: { ...DEFAULT_POLICY.reservations, endOverstay: 'jobsAndProcesses' },
};
const NOBODY: ProcessTerminationStatus = { signalled: [], ended: [], killed: [], denied: [], known: true };

/** Ada's reservation is over, and Bob's has begun. */
async function aWorld(policy = AFTER, mapped: readonly string[] = ['ada-l']) {
  const store = await openSqliteEventStore({ path: join(folder, `${open.length}.db`) });
  open.push(store);
  const calendars = new Aggregates<Calendar, CalendarCommand, CalendarEvent>(store, calendarDecider);
  const facts = new Facts();
  const pool = { poolId, name: 'lab', approval: false, maxQueuedPerUser: 1 };
  facts.apply('facts-pools', [{ id: poolId, before: undefined, after: pool }]);
  const commands: CalendarCommand[] = [
    reserve('a', ['G0'], [0, 30]),
    reserve('b', ['G0'], [30, 60], bob),
    { type: 'endReservation', poolId, reservationId: reservation('a'), cause: 'completed', now: at(30) },
  ];
  for (const command of commands)
    assert.ok(
      (await calendars.execute(calendarStream(poolId), command, systemCommand('test', 'x', at(0)))).ok,
    );
  const orders: (EndProcesses & { hostId: string })[] = [];
  const world = {
    answer: ok(NOBODY) as Awaited<ReturnType<OverstayParts['agents']['endProcesses']>>,
    orders,
    minutes: 31,
    scheduler: () =>
      new OverstayPoller({
        calendars,
        facts,
        policies: { of: () => policy } as never,
        accounts: {
          list: (want: object) => {
            assert.deepEqual(want, { userId, hostId });
            return Promise.resolve(mapped.map((account) => ({ account })));
          },
        } as never,
        agents: {
          endProcesses: (at: string, order: EndProcesses) => {
            orders.push({ hostId: at, ...order });
            return Promise.resolve(world.answer);
          },
        },
        clock: { now: () => at(world.minutes) },
        log: createLogger('test', 'silent'),
        everyMs: 10,
      }),
    noted: async () => {
      const noted: (readonly unknown[])[] = [];
      for await (const page of store.readAll())
        for (const { type, data } of page)
          if (type === 'scheduler.calendar.reservationOverstayed.v1')
            noted.push([data['outcome'], data['pids'], data['killed'], data['reason'] ?? null]);
      return noted;
    },
  };
  return world;
}

describe('ending overstay', () => {
  it('orders the agent to end what accounts of the former holder run there, and notes what becomes of it', async () => {
    const world = await aWorld();
    world.answer = ok({ ...NOBODY, signalled: [7, 8] });
    await world.scheduler().tick();
    assert.deepEqual(world.orders, [
      {
        hostId,
        reservationId: reservation('a'),
        deviceUuids: ['G0'],
        accounts: ['ada-l'],
        graceSeconds: 20,
      },
    ]);
    // after a restart the command is repeated, which the agent recognises, and nothing is recorded twice
    await world.scheduler().tick();
    world.answer = ok({ ...NOBODY, ended: [7, 8], killed: [8] });
    await world.scheduler().tick();
    await world.scheduler().tick();
    assert.equal(world.orders.length, 4);
    assert.deepEqual(await world.noted(), [
      ['signalled', [7, 8], 0, null],
      ['ended', [7, 8], 1, null],
    ]);
  });

  it('asks an agent that says nothing, or finds nobody, again, but not at once', async () => {
    const world = await aWorld();
    world.answer = err(reject('UNAVAILABLE', 'it does not answer'));
    const scheduler = world.scheduler();
    await scheduler.tick();
    await scheduler.tick();
    assert.equal(world.orders.length, 1);
    world.answer = ok(NOBODY);
    const next = world.scheduler();
    await next.tick();
    await next.tick();
    assert.equal(world.orders.length, 2);
    assert.deepEqual(await world.noted(), []);
  });

  it('says where it cannot be done: no right to, or an agent that does not know how', async () => {
    const world = await aWorld();
    world.answer = ok({ ...NOBODY, denied: [7] });
    await world.scheduler().tick();
    await world.scheduler().tick();
    const [only, ...more] = await world.noted();
    assert.deepEqual([only?.slice(0, 3), more], [['failed', [7], 0], []]);
    assert.match(String(only?.[3]), /CAP_KILL/);
    const old = await aWorld();
    old.answer = ok(undefined);
    await old.scheduler().tick();
    assert.match(String((await old.noted())[0]?.[3]), /too old/);
  });

  it('leaves everybody alone where nobody needs the devices, no account is mapped, or the policy does not ask for it', async () => {
    const early = await aWorld();
    early.minutes = 61;
    const worlds = [early, await aWorld(AFTER, []), await aWorld(DEFAULT_POLICY)];
    for (const world of worlds) {
      world.answer = ok({ ...NOBODY, signalled: [7] });
      await world.scheduler().tick();
      assert.deepEqual([world.orders, await world.noted()], [[], []]);
    }
  });
});
