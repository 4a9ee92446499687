import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { canCancel, canExtend, canRelease, freedBy, passed, type Terms } from './consequences.js';
import { icalOf } from './ical.js';

const HOUR = 3_600_000;
const terms: Terms = { state: 'ACTIVE', from: 0, until: 8 * HOUR, gpus: 2 };

describe('what ending a reservation does', () => {
  it('is said in GPUs and hours: the rest of one that is under way, all of one that is ahead', () => {
    assert.deepEqual(freedBy(terms, 6 * HOUR), { gpus: 2, ms: 2 * HOUR, gpuHours: 4 });
    assert.deepEqual(freedBy(terms, -HOUR), { gpus: 2, ms: 8 * HOUR, gpuHours: 16 });
    assert.equal(freedBy(terms, 9 * HOUR).gpuHours, 0);
  });

  it('is offered in the states in which the platform does it', () => {
    const states = ['RESERVED', 'ACTIVE', 'COMPLETED', 'CANCELLED'] as const;
    const can = (does: (of: Terms) => boolean) => states.map((state) => does({ ...terms, state }));
    assert.deepEqual(can(canRelease), [false, true, false, false]);
    assert.deepEqual(can(canCancel), [true, false, false, false]);
    assert.deepEqual(can(canExtend), [true, true, false, false]);
  });

  it('knows how much has passed', () => {
    assert.equal(passed(terms, 2 * HOUR), 0.25);
    assert.equal(passed(terms, -1), 0);
    assert.equal(passed(terms, 99 * HOUR), 1);
  });
});

describe('a reservation as iCalendar', () => {
  const text = icalOf(
    {
      id: 'r1',
      from: '2026-12-03T08:00:00.000Z',
      until: '2026-12-03T10:30:00.000Z',
      title: `train; evaluate, and 训练模型${'模'.repeat(30)}`,
      description: 'two\nlines',
      url: 'http://127.0.0.1/reservations/r1',
    },
    new Date('2026-11-29T12:00:00Z'),
  );

  it('says when in UTC, and escapes what people typed', () => {
    assert.match(text, /\r\nDTSTART:20261203T080000Z\r\nDTEND:20261203T103000Z\r\n/);
    assert.match(text, /SUMMARY:train\\; evaluate\\, and/);
    assert.match(text, /DESCRIPTION:two\\nlines\r\n/);
  });

  it('has no line of more than 75 octets, and is whole when it is unfolded', () => {
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(text.replaceAll('\r\n ', '').includes('模'.repeat(30)));
  });
});
