import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { usageQuery } from '@berth/contracts/billing/operations';
import type { RawInputOf } from '@berth/contracts/define';
import { orReject, type Identity } from '@berth/service-host/operation';
import { aCall, anIdentity, BillingTestService } from '../testing/billing-test-service.js';
import { CalendarLog, idOf, leased, released } from '../testing/calendar-events.js';

const admin = anIdentity(idOf('root'), 'admin');
const ada = anIdentity(idOf('ada'));
const at = (text: string): string => `2026-03-${text}:00.000Z`;

/** Ada and Bob in two projects over three days; one lease of Ada's runs on. */
async function aBusyMarch() {
  const world = await BillingTestService.open();
  world.now = at('04T12:00');
  await world.setPrice({ microsPerHour: 1_000_000 }, at('01T00:00'));
  const log = new CalendarLog();
  const lease = (name: string, user: string, project: string, model: string, from: string, to?: string) => {
    const facts = { name, user, project, model, devices: [`GPU-${name}`] };
    log.add(leased(facts, at(from)));
    if (to !== undefined) log.add(released(facts, at(to)));
  };
  lease('A', 'ada', 'vision', 'A100', '01T10:00', '01T12:00');
  lease('B', 'bob', 'vision', 'T4', '02T10:00', '02T13:00');
  lease('C', 'ada', 'speech', 'T4', '03T10:00', '03T14:00');
  lease('D', 'ada', 'speech', 'A100', '04T11:30');
  await world.tell(...log.events);
  return world;
}

async function hours(world: BillingTestService, identity: Identity, input: RawInputOf<typeof usageQuery>) {
  const reply = await world.usageController.usage(aCall(usageQuery.input.parse(input), identity));
  return orReject(reply).result.map(({ key, deviceSeconds, leases }) => [key, deviceSeconds / 3600, leases]);
}

describe('usage', () => {
  it('is summed by user, project and model, with what runs so far', async () => {
    const world = await aBusyMarch();
    assert.deepEqual(await hours(world, admin, { by: 'user' }), [
      [idOf('ada'), 6.5, 3],
      [idOf('bob'), 3, 1],
    ]);
    assert.deepEqual(await hours(world, admin, { by: 'project' }), [
      [idOf('vision'), 5, 2],
      [idOf('speech'), 4.5, 2],
    ]);
    assert.deepEqual(await hours(world, admin, { by: 'model' }), [
      ['T4', 7, 2],
      ['A100', 2.5, 2],
    ]);
  });

  it('counts what was held within the range, to the instant', async () => {
    const world = await aBusyMarch();
    const between = (from: string, to: string) =>
      hours(world, admin, { by: 'user', from: at(from), to: at(to) });
    assert.deepEqual(await between('01T12:00', '03T14:00'), [
      [idOf('ada'), 4, 1],
      [idOf('bob'), 3, 1],
    ]);
    assert.deepEqual(await between('01T11:30', '03T13:00'), [
      [idOf('ada'), 3.5, 1],
      [idOf('bob'), 3, 1],
    ]);
    assert.deepEqual(await between('02T12:00', '02T14:00'), [[idOf('bob'), 1, 0]]);
    assert.deepEqual(await between('04T11:45', '04T12:01'), [[idOf('ada'), 0.25, 0]]);
    assert.deepEqual(await between('04T12:00', '04T12:01'), []);
    assert.deepEqual(await between('05T00:00', '06T00:00'), []);
    assert.deepEqual(await between('04T12:00', '01T12:00'), []);
  });

  it('of a lease that runs stays in the range in which it was held', async () => {
    const world = await aBusyMarch();
    const before = () => hours(world, admin, { by: 'user', from: at('04T11:00'), to: at('04T12:00') });
    const then = await before();
    assert.deepEqual(then, [[idOf('ada'), 0.5, 1]]);
    world.now = at('04T18:00');
    assert.deepEqual(await before(), then);
  });

  it('is the own for a member, and all of a project for those who belong to it', async () => {
    const world = await aBusyMarch();
    await world.addMember('vision', 'ada');
    assert.deepEqual(await hours(world, ada, { by: 'user' }), [[idOf('ada'), 6.5, 3]]);
    assert.deepEqual(await hours(world, ada, { by: 'user', projectId: idOf('vision') }), [
      [idOf('bob'), 3, 1],
      [idOf('ada'), 2, 1],
    ]);
    await assert.rejects(hours(world, ada, { by: 'user', projectId: idOf('speech') }), /no such project/);
  });
});
