import { describe, it } from '@jest/globals';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { projectBatch } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import {
  CalendarLog,
  idOf,
  leased,
  minute,
  released,
  type LeaseFixture,
} from '../testing/calendar-events.js';
import { PriceBook } from '../price/price-book.js';
import { LeaseMeter } from './lease-meter.js';
import { leases, LEASES, type LeaseDocument } from './leases.view.js';

const PRICES = new PriceBook([{ priceId: 'any', microsPerHour: 3_600_000, from: minute(-1000) }]);
const NOW = minute(100);

async function meterOf(log: CalendarLog, upTo = log.events.length) {
  const readModels = memoryReadModels();
  await projectBatch(leases, readModels, log.events.slice(0, upTo), { source: 'scheduler' });
  const collection = readModels.collection<LeaseDocument>(LEASES);
  const meter = new LeaseMeter(collection);
  return async (name: string) => {
    const stored = await collection.get(idOf(name));
    assert.ok(stored);
    return meter.rate(stored.document, PRICES, NOW);
  };
}

describe('metering leases from the log', () => {
  it('divides a device among those who hold it at the time', async () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'B' }, minute(10)));
    log.add(released({ name: 'B' }, minute(20)));
    log.add(released({ name: 'A' }, minute(40)));
    const rated = await meterOf(log);
    assert.equal((await rated('A')).deviceSeconds, 35 * 60);
    assert.equal((await rated('B')).deviceSeconds, 5 * 60);
  });

  it('shares nothing with leases of other devices, hosts and times', async () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'before' }, minute(-10)));
    log.add(released({ name: 'before' }, minute(0)));
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'other device', devices: ['GPU-2'] }, minute(1)));
    log.add(leased({ name: 'other host', host: 'another' }, minute(1)));
    log.add(leased({ name: 'cpu', devices: [] }, minute(1)));
    log.add(released({ name: 'A' }, minute(10)));
    log.add(leased({ name: 'after' }, minute(10)));
    const rated = await meterOf(log);
    assert.equal((await rated('A')).deviceSeconds, 600);
    assert.equal((await rated('cpu')).lines[0]?.model, 'CPU');
  });

  it('rates a lease that runs as if it ended now', async () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'B' }, minute(50)));
    assert.equal((await (await meterOf(log))('A')).deviceSeconds, 75 * 60);
  });

  it('gives the same bill when the log has gone on since', async () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'B' }, minute(1)));
    log.add(released({ name: 'A' }, minute(10)));
    const then = await (await meterOf(log))('A');
    log.add(released({ name: 'B' }, minute(5)), minute(12));
    log.add(leased({ name: 'C' }, minute(2)), minute(13));
    assert.deepEqual(await (await meterOf(log))('A'), then);
  });

  it('never charges a device for more than its time, whatever the order, the clocks and the log read so far', async () => {
    const step = fc.record({
      name: fc.constantFrom('A', 'B', 'C', 'D'),
      wait: fc.integer({ min: 0, max: 5 }),
      clockOff: fc.integer({ min: -7, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
        const { log, ended } = playOut(steps);
        const rated = await meterOf(log);
        let charged = 0;
        for (const { name, upTo } of ended) {
          const bill = await rated(name);
          assert.deepEqual(await (await meterOf(log, upTo))(name), bill);
          charged += bill.deviceSeconds;
        }
        const first = log.events[0]?.recordedAt ?? minute(0);
        const last = log.events.at(-1)?.recordedAt ?? minute(0);
        assert.ok(charged * 1000 <= Date.parse(last) - Date.parse(first));
      }),
      { numRuns: 60 },
    );
  });
});

/** Each step begins the named lease, or ends it by a host's clock that is some minutes off. */
function playOut(steps: readonly { name: string; wait: number; clockOff: number }[]) {
  const log = new CalendarLog();
  const open = new Map<string, LeaseFixture>();
  const ended: { name: string; upTo: number }[] = [];
  let now = 0;
  for (const [index, { name, wait, clockOff }] of steps.entries()) {
    now += wait;
    const lease = open.get(name);
    if (lease) {
      log.add(released(lease, minute(now + clockOff)), minute(now));
      open.delete(name);
      ended.push({ name: lease.name, upTo: log.events.length });
    } else {
      const fresh = { name: `${name}${index}` };
      log.add(leased(fresh, minute(now)));
      open.set(name, fresh);
    }
  }
  return { log, ended };
}
