import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import type { RawInputOf } from '@berth/contracts/define';
import { setPolicy } from '@berth/contracts/scheduler/policy';
import { simulateQuery } from '@berth/contracts/scheduler/simulation';
import { submitJob } from '@berth/contracts/scheduler/operations';
import { idFromName, newId } from '@berth/kernel/ids';
import { aPool, someGpus } from '../testing/foreign-events.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(120_000);

type Input = RawInputOf<typeof simulateQuery>;
const FROM = '2020-01-01T00:00:00.000Z';
const UNTIL = '2100-01-01T00:00:00.000Z';

let berth: Installation;
beforeAll(async () => {
  berth = await Installation.start();
});
afterAll(() => berth.stop());

const workload = { jobs: [{ id: 'a', submitSeconds: 0, runSeconds: 60, gpus: 2 }] };
const input = (change: Partial<Input>): Input => ({
  simulationId: newId(),
  workload,
  policies: [{ name: 'as it is' }],
  ...change,
});
const ask = (change: Partial<Input>, role: 'member' | 'admin' | 'guest' = 'member') =>
  berth.ask(simulateQuery, input(change), { role });

describe('simulating over the bus', () => {
  it('uses the hosts of a pool for those who may use it, and says nothing of others', async () => {
    await berth.aHost('mine', 3);
    const hidden = idFromName('pool', 'hidden');
    await berth.hear(aPool(hidden, { name: 'hidden' }));
    for (const event of someGpus(idFromName('host', 'hidden'), 2, 'hidden', hidden)) await berth.hear(event);
    const { gpus, reports } = await berth.done(simulateQuery, input({ pool: 'mine' }));
    assert.deepEqual([gpus, reports[0]?.finished], [3, 1]);
    for (const pool of ['hidden', 'nowhere']) {
      const refused = await ask({ pool });
      assert.ok(!refused.ok);
      assert.deepEqual([refused.error.code, refused.error.field], ['NOT_FOUND', 'pool']);
    }
    const guest = await ask({ cluster: { hosts: [{ gpus: 1 }] } }, 'guest');
    assert.equal(guest.ok ? 'OK' : guest.error.code, 'FORBIDDEN');
  });

  it('replays what was submitted, for those who see all jobs, beside another policy', async () => {
    const { agent } = await berth.aHost('recorded', 1);
    agent.script.finishes = true;
    const job = { project: 'vision', pool: 'recorded', command: ['true'], gpus: { count: 1 } };
    for (const name of ['first', 'second']) {
      const { id } = await berth.done(submitJob, { ...job, name });
      await berth.untilState(id, 'succeeded');
    }
    const recorded = { pool: 'recorded', workload: { recorded: { from: FROM, until: UNTIL } } };
    const refused = await ask(recorded);
    assert.equal(refused.ok ? 'OK' : refused.error.code, 'FORBIDDEN');
    assert.ok((await berth.ask(setPolicy, { pool: 'recorded', backfill: false }, { role: 'admin' })).ok);
    const policies = [{ name: 'as it is' }, { name: 'backfill', backfill: true }];
    const reply = await ask({ ...recorded, policies }, 'admin');
    assert.ok(reply.ok);
    const { jobs, reports, comparisons } = reply.result as never as {
      jobs: number;
      reports: [];
      comparisons: [];
    };
    assert.deepEqual([jobs, reports.length, comparisons.length], [2, 2, 1]);
    const nothing = await ask({ ...recorded, workload: { recorded: { from: FROM, until: FROM } } }, 'admin');
    assert.ok(!nothing.ok);
    assert.equal(nothing.error.field, 'workload.recorded');
    const where = await ask({ workload: recorded.workload }, 'admin');
    assert.ok(!where.ok);
    assert.equal(where.error.field, 'pool');
  });

  it('stops with the service', async () => {
    const many = { synthetic: { jobs: 100_000, days: 1, load: 9 } };
    const asked = ask({ cluster: { hosts: [{ gpus: 8 }] }, workload: many });
    const started = performance.now();
    await berth.scheduler.stop();
    const reply = await asked;
    assert.equal(reply.ok ? 'OK' : reply.error.code, 'UNAVAILABLE');
    assert.ok(performance.now() - started < 30_000, 'it did not wait for the simulation to end');
  });
});
