import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { chargesQuery, pricesQuery, setPrice, usageQuery } from '@berth/contracts/billing/operations';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { historyQuery } from '@berth/contracts/history';
import type { JsonObject } from '@berth/kernel/json';
import { addMs } from '@berth/kernel/clock';
import { ServiceProcess } from '@berth/service-host/testing/service-process';
import { StandIns } from '@berth/service-host/testing/stand-ins';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { idOf, leased, released, type LeaseEvent } from './testing/calendar-events.js';

jest.setTimeout(90_000);

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const ROOT = [idOf('root'), 'admin'] as const;
const ADA = [idOf('ada'), 'member'] as const;
const EVE = [idOf('eve'), 'member'] as const;
const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 50 };

describe('billing as a process', () => {
  let nats: TestNats;
  let others: StandIns;
  let billing: ServiceProcess;

  beforeAll(async () => {
    nats = await startNats();
    others = await StandIns.start(nats, ['auth', 'inventory', 'scheduler']);
    billing = new ServiceProcess({ service: 'billing', main: MAIN, nats });
    await billing.start();
  });
  afterAll(async () => {
    await billing.stop();
    await others.stop();
    await nats.stop();
  });

  async function done<O extends OperationDefinition>(
    who: typeof ROOT | typeof ADA | typeof EVE,
    operation: O,
    input: RawInputOf<O>,
    key?: string,
  ): Promise<ResultOf<O>> {
    const reply = await others.ask(who, operation, input, key);
    if (!reply.ok)
      assert.fail(`${operation.name}: ${reply.error.code} ${reply.error.field} ${reply.error.message}`);
    return reply.result as ResultOf<O>;
  }

  const happens = (event: LeaseEvent, at: string) => {
    others.now = at;
    return others.record(`calendar:${event.data.poolId}`, event.type, event.data as JsonObject);
  };

  it('charges ended leases once, also across a restart', async () => {
    const price = await done(ROOT, setPrice, { model: 'A100', microsPerHour: 3_600_000 }, 'once');
    assert.deepEqual(await done(ROOT, setPrice, { model: 'A100', microsPerHour: 3_600_000 }, 'once'), price);
    assert.equal((await done(ADA, pricesQuery, {})).items.length, 1);
    const begin = addMs(price.from, 1000);
    const end = addMs(begin, 90_000);
    const lease = { name: 'L', user: 'ada', project: 'vision' };
    const member = { projectId: idOf('vision'), name: 'Vision', leadId: idOf('ada') };
    await others.record(`project:${idOf('vision')}`, 'auth.project.created.v1', member);
    await happens(leased(lease, begin), begin);
    await eventually(async () => {
      const { items } = await done(ADA, chargesQuery, { projectId: idOf('vision') });
      assert.deepEqual(
        items.map(({ node }) => [node.id, node.to]),
        [[idOf('L'), undefined]],
      );
    }, WAIT_OPTIONS);

    assert.equal(await billing.stop(), 0);
    await happens(released(lease, end), end);
    await billing.start();
    const expected = { id: idOf('L'), from: begin, to: end, amountMicros: 90_000 };
    await eventually(async () => {
      const { items, totalMicros } = await done(ADA, chargesQuery, { jobId: idOf('L') });
      const found = items.map(({ node: { id, from, to, amountMicros } }) => ({ id, from, to, amountMicros }));
      assert.deepEqual([found, totalMicros], [[expected], 90_000]);
    }, WAIT_OPTIONS);
    const usage = await done(ADA, usageQuery, { by: 'model' });
    assert.deepEqual(
      usage.map(({ key, deviceSeconds }) => [key, deviceSeconds]),
      [['A100', 90]],
    );

    await billing.stop('SIGKILL');
    await billing.start();
    const history = await done(ROOT, historyQuery('billing'), { entity: 'charge', id: idOf('L') });
    assert.deepEqual(
      history.items.map(({ node }) => node.type),
      ['billing.charge.charged.v1'],
    );
    assert.equal(
      (await done(ADA, historyQuery('billing'), { entity: 'charge', id: idOf('L') })).items.length,
      1,
    );
  });

  it('answers each wrong request with the field that is wrong', async () => {
    const refusal = async (...request: Parameters<typeof others.ask>) => {
      const reply = await others.ask(...request);
      return reply.ok ? 'OK' : [reply.error.code, reply.error.field];
    };
    const price = { microsPerHour: 1 };
    assert.deepEqual(await refusal(EVE, setPrice, price), ['FORBIDDEN', undefined]);
    assert.deepEqual(await refusal(ROOT, setPrice, { microsPerHour: -1 }), [
      'VALIDATION_FAILED',
      'microsPerHour',
    ]);
    assert.deepEqual(await refusal(ROOT, setPrice, { ...price, microsPerHour: 0.5 }), [
      'VALIDATION_FAILED',
      'microsPerHour',
    ]);
    assert.deepEqual(await refusal(ROOT, setPrice, { ...price, currency: 'USD' }), [
      'VALIDATION_FAILED',
      'currency',
    ]);
    assert.deepEqual(await refusal(ROOT, setPrice, { ...price, from: '2020-01-01T00:00:00.000Z' }), [
      'VALIDATION_FAILED',
      'from',
    ]);
    assert.deepEqual(await refusal(ROOT, setPrice, { ...price, poolId: idOf('nowhere') }), [
      'NOT_FOUND',
      'poolId',
    ]);
    assert.deepEqual(await refusal(EVE, chargesQuery, { projectId: idOf('vision') }), [
      'NOT_FOUND',
      'projectId',
    ]);
    assert.deepEqual(await refusal(EVE, chargesQuery, { month: '2026-13' }), ['VALIDATION_FAILED', 'month']);
    assert.deepEqual(await refusal(EVE, chargesQuery, { after: 'nonsense' }), ['VALIDATION_FAILED', 'after']);
    assert.deepEqual(await refusal(EVE, historyQuery('billing'), { entity: 'charge', id: idOf('L') }), [
      'NOT_FOUND',
      'id',
    ]);
  });

  it('does not start with a currency that is none', async () => {
    const wrong = new ServiceProcess({
      service: 'billing',
      main: MAIN,
      nats,
      settings: { BERTH_CURRENCY: 'euro' },
    });
    await assert.rejects(wrong.start(), /BERTH_CURRENCY: must be a currency code/);
  });
});
