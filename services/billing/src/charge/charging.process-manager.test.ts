import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { canonicalJson } from '@berth/kernel/json';
import { chargeEvents } from '@berth/contracts/billing/events';
import {
  reservationEnded,
  reservationStarted,
  CalendarLog,
  idOf,
  leased,
  minute,
  released,
} from '../testing/calendar-events.js';
import { BillingTestService } from '../testing/billing-test-service.js';

describe('charging', () => {
  it('charges a lease once it has ended, with what it rests on', async () => {
    const world = await BillingTestService.open();
    const priceId = await world.setPrice({ model: 'A100', microsPerHour: 6_000_000 }, minute(-10));
    const log = new CalendarLog();
    await world.tell(log.add(leased({ name: 'L', devices: ['GPU-1', 'GPU-2'] }, minute(0))));
    assert.deepEqual(await world.charged(), []);
    await world.tell(log.add(released({ name: 'L' }, minute(30)), minute(31)));

    const [charge] = await world.charged();
    assert.deepEqual(chargeEvents.charged.schema.parse(charge), charge);
    assert.equal(charge?.chargeId, idOf('L'));
    assert.deepEqual([charge?.from, charge?.to, charge?.seconds], [minute(0), minute(30), 1800]);
    assert.deepEqual(
      [charge?.deviceSeconds, charge?.amountMicros, charge?.currency],
      [3600, 6_000_000, 'EUR'],
    );
    assert.deepEqual(
      charge?.lines.map((line) => [line.uuid, line.priceId]),
      [
        ['GPU-1', priceId],
        ['GPU-2', priceId],
      ],
    );
  });

  it('does not charge twice after a repeated event or after all copies were dropped', async () => {
    const world = await BillingTestService.open();
    const log = new CalendarLog();
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'B' }, minute(5)));
    log.add(released({ name: 'A' }, minute(10)));
    log.add(released({ name: 'B' }, minute(20)));
    await world.tell(...log.events);
    const before = canonicalJson(await world.charged());
    await world.tell(...log.events.slice(2));
    await world.dropCopies();
    await world.tell(...log.events);
    assert.equal(canonicalJson(await world.charged()), before);
    assert.equal((await world.charged()).length, 2);
  });

  it('gives the same bill to a fresh service that hears everything at once', async () => {
    const [live, late] = [await BillingTestService.open(), await BillingTestService.open()];
    const log = new CalendarLog();
    for (const world of [live, late]) {
      await world.setPrice({ microsPerHour: 7_777_777 }, minute(-10));
      await world.setPrice({ microsPerHour: 9_999_999, from: minute(7) }, minute(-9));
    }
    for (let index = 0; index < 12; index += 1) {
      log.add(
        leased({ name: `L${index}`, devices: index % 2 ? ['GPU-1'] : ['GPU-1', 'GPU-2'] }, minute(index)),
      );
      if (index >= 3) log.add(released({ name: `L${index - 3}` }, minute(index - 1)), minute(index));
    }
    for (const event of log.events) await live.tell(event);
    await late.tell(...log.events);
    assert.equal((await live.charged()).length, 9);
    assert.equal(canonicalJson(await late.charged()), canonicalJson(await live.charged()));
  });

  it('charges a reservation for its window, which the runs in it share: the device is paid for once', async () => {
    const world = await BillingTestService.open();
    await world.setPrice({ microsPerHour: 6_000_000 }, minute(-10));
    const log = new CalendarLog();
    const reservation = { name: 'B', devices: { host: ['GPU-1'] } };
    log.add(reservationStarted(reservation, minute(0)));
    log.add(leased({ name: 'run' }, minute(10)));
    log.add(released({ name: 'run' }, minute(40)));
    log.add(reservationEnded(reservation, minute(60)));
    await world.tell(...log.events);
    await world.tell(...log.events.slice(2));
    const charged = await world.charged();
    assert.deepEqual(
      charged.map(({ deviceSeconds, amountMicros }) => [deviceSeconds / 60, amountMicros]),
      [
        [15, 1_500_000],
        [45, 4_500_000],
      ],
    );
    const [, window] = charged;
    assert.deepEqual(chargeEvents.reservationCharged.schema.parse(window), window);
  });

  it('charges nothing where nothing was priced, but meters', async () => {
    const world = await BillingTestService.open();
    const log = new CalendarLog();
    await world.tell(log.add(leased({ name: 'L', devices: [] }, minute(0))));
    await world.tell(log.add(released({ name: 'L' }, minute(1))));
    const [charge] = await world.charged();
    assert.deepEqual([charge?.amountMicros, charge?.seconds, charge?.lines[0]?.model], [0, 60, 'CPU']);
    assert.equal(charge?.lines[0]?.priceId, undefined);
  });

  it('refuses prices of another currency', async () => {
    const world = await BillingTestService.open();
    await world.setPrice({ microsPerHour: 1 }, minute(-10));
    await assert.rejects(world.priceSourceIn('USD').current(), /BERTH_CURRENCY: is USD.*EUR/);
  });
});
