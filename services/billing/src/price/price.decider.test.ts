import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { PriceEvent } from '@berth/contracts/billing/events';
import { newId } from '@berth/kernel/ids';
import { type SetPrice, MAX_MICROS_PER_HOUR, priceDecider } from './price.decider.js';

const NOW = '2026-03-01T12:00:00.000Z';
const aSetPrice = (changes: Partial<SetPrice> = {}): SetPrice => ({
  type: 'setPrice',
  priceId: newId(),
  microsPerHour: 2_000_000,
  currency: 'EUR',
  now: NOW,
  ...changes,
});

const given = (...events: readonly PriceEvent[]) => ({
  when: (command: SetPrice) =>
    priceDecider.decide(command, events.reduce(priceDecider.evolve, priceDecider.initialState)),
});

function refusedField(command: SetPrice): string | undefined {
  const decided = given().when(command);
  assert.equal(decided.ok, false);
  return decided.ok ? undefined : decided.error.field;
}

describe('setting a price', () => {
  it('counts from now on where no instant is given', () => {
    const command = aSetPrice({ model: 'A100' });
    const { priceId } = command;
    const data = { priceId, model: 'A100', microsPerHour: 2_000_000, currency: 'EUR', from: NOW };
    assert.deepEqual(given().when(command), { ok: true, value: [{ type: 'billing.price.set.v1', data }] });
  });

  it('may begin later', () => {
    const decided = given().when(aSetPrice({ from: '2026-03-01T12:00:00.001Z' }));
    assert.equal(decided.ok && decided.value[0]?.data.from, '2026-03-01T12:00:00.001Z');
  });

  it('may not begin in the past, where leases have been charged', () => {
    assert.equal(refusedField(aSetPrice({ from: '2026-03-01T11:59:59.999Z' })), 'from');
  });

  it('has a limit, so that bills stay exact', () => {
    assert.equal(refusedField(aSetPrice({ microsPerHour: MAX_MICROS_PER_HOUR + 1 })), 'microsPerHour');
    assert.equal(given().when(aSetPrice({ microsPerHour: MAX_MICROS_PER_HOUR })).ok, true);
  });

  it('is done once', () => {
    const command = aSetPrice();
    const first = given().when(command);
    assert.ok(first.ok);
    const again = given(...first.value).when(command);
    assert.equal(again.ok ? undefined : again.error.code, 'ALREADY_EXISTS');
  });
});
