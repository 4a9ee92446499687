import { describe, expect, it } from '@jest/globals';
import { asOfSearch, eventName, historySearch, sliderOf, STOPS } from './search.js';

describe('the address of a history', () => {
  it('keeps what is right and leaves out the rest', () => {
    expect(historySearch({ entity: 'job', id: ' x ', sort: 'NEWEST' })).toEqual({
      entity: 'job',
      id: 'x',
      sort: 'NEWEST',
    });
    expect(historySearch({ entity: 'moon', id: 7, sort: 'UP', type: '' })).toEqual({});
    expect(asOfSearch({ at: 'soon', days: 2 })).toEqual({});
    expect(asOfSearch({ at: 5, days: 30 })).toEqual({ at: 5, days: 30 });
  });
});

describe('the slider', () => {
  it('ends now and has as many stops, however far it reaches', () => {
    const now = Date.UTC(2026, 10, 29, 12);
    for (const days of [1, 7, 30] as const) {
      const { from, until, step } = sliderOf({ days }, now);
      expect((until - from) / step).toBe(STOPS);
      expect(now - until).toBeLessThan(step);
    }
  });

  it('reaches back to an older instant of a link', () => {
    expect(sliderOf({ at: 1000 }, Date.UTC(2026, 10, 29)).from).toBe(1000);
  });
});

describe('the name of an event', () => {
  it('is its words', () => {
    expect(eventName('scheduler.job.placed.v1')).toBe('job placed');
    expect(eventName('reservations.reservation.holderIneligible.v2')).toBe('reservation holder ineligible');
  });
});
