import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { pricesQuery, setPrice } from '@berth/contracts/billing/operations';
import type { RawInputOf } from '@berth/contracts/define';
import { aCall, anIdentity, BillingTestService } from '../testing/billing-test-service.js';
import { idOf } from '../testing/calendar-events.js';

const NOW = '2026-03-01T13:00:00.000Z';
const operator = anIdentity(idOf('olga'), 'operator');

const set = (
  world: BillingTestService,
  input: RawInputOf<typeof setPrice>,
  call = aCall({}, operator, NOW),
) => world.priceController.set({ ...call, input: setPrice.input.parse(input) });

describe('setting prices', () => {
  it('answers with the price, in the currency of the installation', async () => {
    const world = await BillingTestService.open();
    await world.addPool('gpus');
    const reply = await set(world, { poolId: idOf('gpus'), model: 'A100', microsPerHour: 2_500_000 });
    assert.ok(reply.ok);
    const { id, ...price } = reply.value.result;
    assert.match(id, /^[0-9A-Z]{26}$/);
    const expected = {
      poolId: idOf('gpus'),
      model: 'A100',
      microsPerHour: 2_500_000,
      currency: 'EUR',
      from: NOW,
    };
    assert.deepEqual(price, expected);
    assert.deepEqual(
      (await world.prices()).map(({ priceId }) => priceId),
      [id],
    );
  });

  it('is done once, however often the same command comes', async () => {
    const world = await BillingTestService.open();
    const call = aCall({}, operator, NOW);
    const replies = [
      await set(world, { microsPerHour: 5 }, call),
      await set(world, { microsPerHour: 5 }, call),
    ];
    assert.deepEqual(replies[0], replies[1]);
    assert.equal((await world.prices()).length, 1);
  });

  it('is refused in another currency, for an unknown pool, and for the past', async () => {
    const world = await BillingTestService.open();
    const refused = async (input: Partial<RawInputOf<typeof setPrice>>) => {
      const reply = await set(world, { microsPerHour: 1, ...input });
      return reply.ok ? undefined : [reply.error.code, reply.error.field];
    };
    assert.deepEqual(await refused({ currency: 'USD' }), ['VALIDATION_FAILED', 'currency']);
    assert.deepEqual(await refused({ poolId: idOf('nowhere') }), ['NOT_FOUND', 'poolId']);
    assert.deepEqual(await refused({ from: '2026-03-01T12:59:59.999Z' }), ['VALIDATION_FAILED', 'from']);
    assert.deepEqual(await world.prices(), []);
  });

  it('waits a while for a pool that was made a moment ago', async () => {
    const world = await BillingTestService.open();
    const reply = set(world, { poolId: idOf('new'), microsPerHour: 1 });
    await world.addPool('new');
    assert.equal((await reply).ok, true);
  });
});

describe('the list of prices', () => {
  it('has the latest first; of a pool, with those that count everywhere', async () => {
    const world = await BillingTestService.open();
    await world.setPrice({ microsPerHour: 1 }, '2026-01-01T00:00:00.000Z');
    await world.setPrice({ microsPerHour: 2, poolId: idOf('P') }, '2026-01-02T00:00:00.000Z');
    await world.setPrice({ microsPerHour: 3, poolId: idOf('Q') }, '2026-01-03T00:00:00.000Z');
    const list = async (input: RawInputOf<typeof pricesQuery>) => {
      const reply = await world.priceController.list(aCall(pricesQuery.input.parse(input), operator));
      assert.ok(reply.ok);
      return reply.value.result.items.map(({ node }) => node.microsPerHour);
    };
    assert.deepEqual(await list({}), [3, 2, 1]);
    assert.deepEqual(await list({ poolId: idOf('P') }), [2, 1]);
  });
});
