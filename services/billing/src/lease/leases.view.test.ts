import { describe, it } from '@jest/globals';
import assert from 'node:assert/strict';
import { projectBatch } from '@berth/read-models';
import { given, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import {
  reservationEnded,
  reservationStarted,
  CalendarLog,
  idOf,
  leased,
  minute,
  released,
} from '../testing/calendar-events.js';
import { leaseOfReservation, leases, type LeaseDocument } from './leases.view.js';

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
    assert.ok((leaseAfter(...log.events)?.heldUntil ?? '') > minute(1e6));
    log.add(released({ name: 'L' }, minute(10)), minute(11));
    const lease = leaseAfter(...log.events);
    assert.deepEqual(
      lease?.devices.map(({ uuid }) => uuid),
      ['GPU-1', 'GPU-2'],
    );
    assert.deepEqual([lease?.running, lease?.from, lease?.end?.to], [false, minute(0), minute(10)]);
    assert.deepEqual([lease?.heldUntil, lease?.end?.recordedAt], [minute(10), minute(11)]);
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

  it('last as long as the scheduler has measured, where the clock was set meanwhile', () => {
    for (const endedAt of [minute(70), minute(-50), minute(0)]) {
      const log = new CalendarLog();
      log.add(leased({ name: 'L' }, minute(0)));
      log.add(released({ name: 'L' }, endedAt, 600_000), minute(60));
      assert.equal(leaseAfter(...log.events)?.end?.to, minute(10));
    }
  });

  it('end once', () => {
    const log = new CalendarLog();
    log.add(leased({ name: 'L' }, minute(0)));
    log.add(released({ name: 'L' }, minute(10)));
    log.add(released({ name: 'L' }, minute(20)));
    assert.equal(leaseAfter(...log.events)?.end?.to, minute(10));
  });

  it('cannot be metered if they never began', () => {
    given(leases)
      .events(released({ name: 'L' }, minute(1)) as never)
      .expectUnfoldable(/never leased/);
  });

  it('are also those of reservations, one a host, from the start of the window to its end', async () => {
    const log = new CalendarLog();
    const reservation = { name: 'B', devices: { one: ['GPU-1', 'GPU-2'], two: ['GPU-3'] } };
    log.add(reservationStarted(reservation, minute(0)));
    log.add(reservationEnded(reservation, minute(30)));
    const readModels = memoryReadModels();
    await projectBatch(leases, readModels, log.events, { source: 'scheduler' });
    const found = readModels.collection<LeaseDocument>(leases.collection);
    for (const [host, uuids] of Object.entries(reservation.devices)) {
      const lease = (await found.get(leaseOfReservation(idOf('B'), idOf(host))))?.document;
      assert.deepEqual([lease?.hostId, lease?.reservationId], [idOf(host), idOf('B')]);
      assert.deepEqual([lease?.running, lease?.from, lease?.end?.to], [false, minute(0), minute(30)]);
      assert.deepEqual(
        lease?.devices.map(({ uuid }) => uuid),
        uuids,
      );
    }
  });

  it('are none of a reservation that never began', () => {
    given(leases)
      .events(reservationEnded({ name: 'B', devices: { one: ['GPU-1'] } }, minute(0), false) as never)
      .expectNoDocument(leaseOfReservation(idOf('B'), idOf('one')));
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
