import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newId } from '@berth/kernel/ids';
import { toICalendar } from './i-calendar.js';

describe('a feed', () => {
  it('stays readable whatever is in a title', () => {
    const at = '2026-01-05T09:00:00.000Z';
    const devices = [{ host: 'one', index: 0, model: 'A100' }];
    const booking = {
      reservationId: newId(),
      pool: 'lab',
      devices,
      visible: true,
      cancelled: false,
      sequence: 0,
    };
    const times = { from: at, until: '2026-01-05T10:00:00.000Z', createdAt: at, updatedAt: at };
    const title = 'a\u0000b\nEND:VEVENT';
    const text = toICalendar({ name: 'lab', bookings: [{ ...booking, ...times, title }] });
    assert.match(text, /^SUMMARY:a b END:VEVENT \(1 GPU\)\r$/m);
    assert.doesNotMatch(text, /[\u0000-\u0008]/);
  });
});
