import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toSchedulerTime } from './host-time.js';

const now = '2026-03-29T12:00:00.000Z';
const value = (at: string, sentAt?: string) => {
  const translated = toSchedulerTime(at, { sentAt, now });
  return translated.ok ? translated.value : translated.error.field;
};

describe('an instant that a host tells', () => {
  it('is as long ago as it was there, whatever the time is there', () => {
    assert.equal(value('2026-03-29T11:59:50.000Z', '2026-03-29T12:00:00.000Z'), '2026-03-29T11:59:50.000Z');
    assert.equal(value('2026-03-29T12:59:50.000Z', '2026-03-29T13:00:00.000Z'), '2026-03-29T11:59:50.000Z');
    assert.equal(value('2026-03-29T10:59:50.000Z', '2026-03-29T11:00:00.000Z'), '2026-03-29T11:59:50.000Z');
  });

  it('is never later than now', () => {
    assert.equal(value('2026-03-29T13:00:00.000Z', '2026-03-29T12:00:00.000Z'), now);
    assert.equal(value('2026-03-29T13:00:00.000Z'), now);
  });

  it('is taken as it is from an agent that does not say when it sent it', () => {
    assert.equal(value('2026-03-29T11:00:00.000Z'), '2026-03-29T11:00:00.000Z');
  });

  it('is refused where the sending was at no time', () => {
    assert.equal(value('2026-03-29T11:00:00.000Z', 'noon'), 'sentAt');
  });
});
