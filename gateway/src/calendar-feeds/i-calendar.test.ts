import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import ICAL from 'ical.js';
import { newId } from '@berth/kernel/ids';
import { toICalendar } from './i-calendar.js';

describe('a feed', () => {
  it('stays readable whatever is in a title', () => {
    const at = '2026-01-05T09:00:00.000Z';
    const devices = [{ host: 'one', index: 0, model: 'A100' }];
    const reservation = {
      reservationId: newId(),
      pool: 'lab',
      devices,
      visible: true,
      cancelled: false,
      sequence: 0,
    };
    const times = { from: at, until: '2026-01-05T10:00:00.000Z', createdAt: at, updatedAt: at };
    const title = 'a\u0000b\nEND:VEVENT';
    const text = toICalendar({ name: 'lab', reservations: [{ ...reservation, ...times, title }] });
    assert.match(text, /^SUMMARY:a b END:VEVENT \(1 GPU\)\r$/m);
    assert.doesNotMatch(text, /[\u0000-\u0008]/);
  });

  it('has no lines of those who named a pool, a host or a model', () => {
    const at = '2026-01-05T09:00:00.000Z';
    const made = 'lab;a,b\\\r\nBEGIN:VEVENT\r\nSUMMARY:made up\u2028\r\nEND:VEVENT';
    const reservation = {
      reservationId: newId(),
      pool: made,
      devices: [{ host: made, index: 0, model: made }],
      visible: true,
      title: made,
      cancelled: false,
      sequence: 0,
      from: at,
      until: '2026-01-05T10:00:00.000Z',
      createdAt: at,
      updatedAt: at,
    };
    const text = toICalendar({ name: made, reservations: [reservation] });
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    const events = calendar.getAllSubcomponents('vevent');
    assert.deepEqual(
      events.map((event) => event.getFirstPropertyValue('uid')),
      [`${reservation.reservationId}@berth`],
    );
    const plain = made.replace(/[\r\n\u2028]/g, ' ');
    // Of types that the parser does not know; so it leaves them as they are written.
    const written = `Berth: ${plain.replace(/[\\;,]/g, '\\$&')}`;
    assert.equal(calendar.getFirstPropertyValue('name'), written);
    assert.equal(calendar.getFirstPropertyValue('x-wr-calname'), written);
    assert.equal(events[0]?.getFirstPropertyValue('location'), plain);
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  });
});
