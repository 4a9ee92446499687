import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { CPU_MODEL, PriceBook, type Price } from './price-book.js';

const at = (time: string): number => Date.parse(`2026-03-01T${time}:00.000Z`);
const aPrice = (priceId: string, changes: Partial<Price> = {}): Price => ({
  priceId,
  microsPerHour: 1_000_000,
  from: '2026-01-01T00:00:00.000Z',
  ...changes,
});
const from = (time: string): { from: string } => ({ from: new Date(at(time)).toISOString() });

describe('the price in force', () => {
  const book = new PriceBook([
    aPrice('any'),
    aPrice('pool', { poolId: 'P' }),
    aPrice('model', { model: 'A100' }),
    aPrice('both', { poolId: 'P', model: 'A100' }),
    aPrice('later', { poolId: 'P', model: 'T4', ...from('12:00') }),
  ]);
  const withMore = (...more: Price[]) => new PriceBook([...book.prices, ...more]);
  const inForce = (pool: string, model: string, time = '08:00') =>
    book.priceAt(pool, model, at(time))?.priceId;

  it('is the most specific one', () => {
    assert.equal(inForce('P', 'A100'), 'both');
    assert.equal(inForce('Q', 'A100'), 'model');
    assert.equal(inForce('P', 'H100'), 'pool');
    assert.equal(inForce('Q', 'H100'), 'any');
  });

  it('does not count before it begins, and then takes over from the more general', () => {
    assert.equal(inForce('P', 'T4', '11:59'), 'pool');
    assert.equal(inForce('P', 'T4', '12:00'), 'later');
  });

  it('of a CPU slot is one of model CPU only', () => {
    assert.equal(inForce('P', CPU_MODEL), undefined);
    assert.equal(
      withMore(aPrice('cpu', { model: CPU_MODEL })).priceAt('P', CPU_MODEL, at('08:00'))?.priceId,
      'cpu',
    );
  });

  it('is the last one set, of two from the same instant', () => {
    const corrected = withMore(aPrice('typo', from('09:00')), aPrice('right', from('09:00')));
    assert.equal(corrected.priceAt('Q', 'H100', at('09:00'))?.priceId, 'right');
  });

  it('is none in an empty book', () => {
    assert.equal(new PriceBook().priceAt('P', 'A100', at('08:00')), undefined);
  });
});

describe('spans of one price', () => {
  const book = new PriceBook([
    aPrice('early', from('09:00')),
    aPrice('pool', { poolId: 'P', ...from('10:00') }),
    aPrice('late', from('11:00')),
  ]);
  const spans = (pool: string, start: string, end: string) =>
    book
      .spans(pool, 'A100', at(start), at(end))
      .map((span) => [new Date(span.from).toISOString().slice(11, 16), span.price?.priceId]);

  it('are cut where the price changes, unpriced before the first', () => {
    assert.deepEqual(spans('Q', '08:00', '12:00'), [
      ['08:00', undefined],
      ['09:00', 'early'],
      ['11:00', 'late'],
    ]);
  });

  it('are not cut where a less specific price changes', () => {
    assert.deepEqual(spans('P', '09:30', '12:00'), [
      ['09:30', 'early'],
      ['10:00', 'pool'],
    ]);
  });

  it('are one, empty, for a lease of no time', () => {
    assert.deepEqual(spans('P', '09:00', '09:00'), [['09:00', 'early']]);
  });
});
