import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { chargesQuery } from '@berth/contracts/billing/operations';
import type { RawInputOf } from '@berth/contracts/define';
import { orReject, type Identity } from '@berth/service-host/operation';
import { aCall, anIdentity, BillingTestService } from '../testing/billing-test-service.js';
import { CalendarLog, idOf, leased, minute, released } from '../testing/calendar-events.js';

const admin = anIdentity(idOf('root'), 'admin');
const auditor = anIdentity(idOf('kim'), 'auditor');
const ada = anIdentity(idOf('ada'));
const bob = anIdentity(idOf('bob'));

/** At one o'clock: Ada's lease of February and her one of noon have ended, Bob's runs since half past twelve. */
async function aWorld(): Promise<BillingTestService> {
  const world = await BillingTestService.open();
  world.now = minute(60);
  await world.setPrice({ microsPerHour: 6_000_000 }, '2026-01-01T00:00:00.000Z');
  const log = new CalendarLog();
  const old = { name: 'old', user: 'ada', project: 'vision' };
  const noon = { name: 'noon', user: 'ada', project: 'vision' };
  log.add(leased(old, '2026-02-28T23:00:00.000Z'));
  log.add(released(old, '2026-02-28T23:30:00.000Z'));
  log.add(leased(noon, minute(0)));
  log.add(released(noon, minute(20)));
  log.add(leased({ name: 'running', user: 'bob', project: 'vision', devices: ['GPU-2'] }, minute(30)));
  await world.tell(...log.events);
  await world.addMember('vision', 'bob');
  return world;
}

async function ask(
  world: BillingTestService,
  identity: Identity,
  input: RawInputOf<typeof chargesQuery> = {},
) {
  const reply = await world.chargeController.list(aCall(chargesQuery.input.parse(input), identity));
  return orReject(reply).result;
}

async function amounts(
  world: BillingTestService,
  identity: Identity,
  input: RawInputOf<typeof chargesQuery> = {},
) {
  const { items, totalMicros } = await ask(world, identity, input);
  return { charges: items.map(({ node }) => [node.id, node.to, node.amountMicros]), totalMicros };
}

const OLD = [idOf('old'), '2026-02-28T23:30:00.000Z', 3_000_000];
const NOON = [idOf('noon'), minute(20), 2_000_000];
const RUNNING = [idOf('running'), undefined, 3_000_000];

describe('charges', () => {
  it('are listed newest first, what runs as it would be now, with their total', async () => {
    const world = await aWorld();
    const all = { charges: [RUNNING, NOON, OLD], totalMicros: 8_000_000 };
    assert.deepEqual(await amounts(world, admin), all);
    assert.deepEqual(await amounts(world, auditor), all);
    world.now = minute(90);
    assert.equal((await amounts(world, admin)).totalMicros, 11_000_000);
  });

  it('of a month are what of each lease falls into it, whether it has ended or not', async () => {
    const world = await BillingTestService.open();
    await world.setPrice({ microsPerHour: 6_000_000 }, '2026-01-01T00:00:00.000Z');
    const log = new CalendarLog();
    log.add(leased({ name: 'long' }, '2026-01-31T22:00:00.000Z'));
    await world.tell(...log.events);
    const months = async () => {
      const found = [];
      for (const month of ['2026-01', '2026-02', '2026-03', '2026-04']) {
        const { charges, totalMicros } = await amounts(world, admin, { month });
        assert.equal(
          charges.reduce((sum, [, , amount]) => sum + (amount as number), 0),
          totalMicros,
        );
        found.push(totalMicros / 1e6);
      }
      return found;
    };
    world.now = '2026-02-01T03:00:00.000Z';
    assert.deepEqual(await months(), [12, 18, 0, 0]);
    world.now = '2026-03-01T01:00:00.000Z';
    assert.deepEqual(await months(), [12, 28 * 24 * 6, 6, 0]);
    log.add(released({ name: 'long' }, '2026-03-01T01:00:00.000Z'));
    await world.tell(...log.events);
    world.now = '2026-04-02T00:00:00.000Z';
    assert.deepEqual(await months(), [12, 28 * 24 * 6, 6, 0]);
    const job = await amounts(world, admin, { month: '2026-01', jobId: idOf('long') });
    assert.equal(job.totalMicros, 12_000_000);
  });

  it('come oldest first, and of any span, in which they count as in a month', async () => {
    const world = await aWorld();
    const { charges } = await amounts(world, admin, { sort: 'oldest' });
    assert.deepEqual(charges, [OLD, NOON, RUNNING]);
    const half = { from: minute(10), to: minute(45) };
    assert.deepEqual(await amounts(world, admin, half), {
      charges: [
        [idOf('running'), undefined, 1_500_000],
        [idOf('noon'), minute(20), 1_000_000],
      ],
      totalMicros: 2_500_000,
    });
    assert.deepEqual(await amounts(world, admin, { to: minute(0) }), {
      charges: [OLD],
      totalMicros: 3_000_000,
    });
    assert.deepEqual(await amounts(world, admin, { from: minute(30), sort: 'oldest' }), {
      charges: [RUNNING],
      totalMicros: 3_000_000,
    });
    const nothing = { charges: [], totalMicros: 0 };
    assert.deepEqual(await amounts(world, admin, { from: minute(45), to: minute(10) }), nothing);
    const both = ask(world, admin, { month: '2026-03', from: minute(0) });
    await assert.rejects(both, /month and from or to cannot be combined/);
  });

  it('count in the month of their lease', async () => {
    const world = await aWorld();
    assert.deepEqual(await amounts(world, admin, { month: '2026-02' }), {
      charges: [OLD],
      totalMicros: 3_000_000,
    });
    assert.deepEqual(await amounts(world, admin, { month: '2026-03', projectId: idOf('vision') }), {
      charges: [RUNNING, NOON],
      totalMicros: 5_000_000,
    });
    assert.deepEqual(await amounts(world, admin, { month: '2026-04' }), { charges: [], totalMicros: 0 });
  });

  it('of a job are the charges of its leases', async () => {
    const world = await aWorld();
    assert.deepEqual(await amounts(world, admin, { jobId: idOf('noon') }), {
      charges: [NOON],
      totalMicros: 2_000_000,
    });
    assert.deepEqual(await amounts(world, admin, { jobId: idOf('none') }), { charges: [], totalMicros: 0 });
  });

  it('are paged, and the total is that of all pages', async () => {
    const world = await aWorld();
    const first = await ask(world, admin, { first: 2 });
    assert.deepEqual([first.items.length, first.hasNextPage, first.totalMicros], [2, true, 8_000_000]);
    const second = await ask(world, admin, { first: 2, after: first.items[1]?.cursor });
    assert.deepEqual([second.items.map(({ node }) => node.id), second.hasNextPage], [[idOf('old')], false]);
  });

  it('are the own for a member, and those of a project for who belongs to it', async () => {
    const world = await aWorld();
    assert.deepEqual((await amounts(world, bob)).charges, [RUNNING]);
    assert.deepEqual((await amounts(world, ada)).charges, [NOON, OLD]);
    assert.deepEqual((await amounts(world, bob, { projectId: idOf('vision') })).charges, [
      RUNNING,
      NOON,
      OLD,
    ]);
    assert.deepEqual((await amounts(world, bob, { jobId: idOf('noon') })).charges, [NOON]);
  });

  it('of others do not exist for a member', async () => {
    const world = await aWorld();
    const refusal = (field: string) => (error: { rejection?: { code: string; field: string } }) => {
      assert.deepEqual([error.rejection?.code, error.rejection?.field], ['NOT_FOUND', field]);
      return true;
    };
    await assert.rejects(ask(world, ada, { projectId: idOf('vision') }), refusal('projectId'));
    await assert.rejects(ask(world, ada, { userId: idOf('bob') }), refusal('userId'));
    assert.deepEqual((await amounts(world, ada, { jobId: idOf('running') })).charges, []);
  });

  it('say what they rest on', async () => {
    const world = await aWorld();
    const node = (await ask(world, admin, { jobId: idOf('noon') })).items[0]?.node;
    assert.deepEqual([node?.seconds, node?.deviceSeconds, node?.currency], [1200, 1200, 'EUR']);
    const [line] = node?.lines ?? [];
    assert.deepEqual([line?.uuid, line?.microsPerHour, line?.amountMicros], ['GPU-1', 6_000_000, 2_000_000]);
    assert.match(line?.priceId ?? '', /^[0-9A-Z]{26}$/);
  });
});
