import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { given, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import { CalendarLog, idOf, leased, minute, released } from '../testing/calendar-events.js';
import { leases, type LeaseDocument } from './leases.view.js';

function leaseAfter(...events: CalendarLog['events']): LeaseDocument | undefined {
  return events.reduce<LeaseDocument | undefined>(
    (document, event) => leases.evolve(document, event, ''),
    undefined,
  );
}

describe('the leases that are metered', () => {
  it('begin when the calendar records them and end when their use does', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L', devices: ['GPU-1', 'GPU-2'] }, minute(0)));
    assert.deepEqual(leaseAfter(...log.events)?.running, true);
    log.add(released({ name: 'L' }, minute(10)), minute(11));
    const lease = leaseAfter(...log.events);
    assert.deepEqual(
      lease?.devices.map(({ uuid }) => uuid),
      ['GPU-1', 'GPU-2'],
    );
    assert.deepEqual([lease?.running, lease?.from, lease?.end?.to], [false, minute(0), minute(10)]);
    assert.equal(lease?.end?.month, '2026-03');
  });

  it('are known by their own id', () => {
    given(leases)
      .events(leased({ name: 'L' }, minute(0)) as never)
      .expectNoDocument(idOf('another'));
  });

  it('never have a negative time, however the clocks of hosts step', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L' }, minute(0)));
    log.add(released({ name: 'L' }, minute(-60)), minute(5));
    assert.equal(leaseAfter(...log.events)?.end?.to, minute(0));
  });

  it('end no later than their end was recorded', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L' }, minute(0)));
    log.add(released({ name: 'L' }, minute(65)), minute(5));
    assert.equal(leaseAfter(...log.events)?.end?.to, minute(5));
  });

  it('count in the month in which they ended', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L' }, '2026-03-31T23:59:00.000Z'));
    log.add(released({ name: 'L' }, '2026-04-01T00:01:00.000Z'));
    assert.equal(leaseAfter(...log.events)?.end?.month, '2026-04');
  });

  it('end once', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L' }, minute(0)));
    log.add(released({ name: 'L' }, minute(10)));
    log.add(released({ name: 'L' }, minute(20)));
    assert.equal(leaseAfter(...log.events)?.end?.to, minute(10));
  });

  it('can not be metered where they never began', () => {
    given(leases)
      .events(released({ name: 'L' }, minute(1)) as never)
      .expectUnfoldable(/never leased/);
  });

  it('come out the same whatever is replayed', async () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'A' }, minute(0)));
    log.add(leased({ name: 'B' }, minute(1)));
    log.add(released({ name: 'A' }, minute(2)));
    log.add(released({ name: 'B' }, minute(3)));
    await survivesReplay(leases, log.events, memoryReadModels());
  });
});
