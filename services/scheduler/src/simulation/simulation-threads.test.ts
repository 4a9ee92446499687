import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { simulateQuery } from '@berth/contracts/scheduler/simulation';
import { newId } from '@berth/kernel/ids';
import { type SimulatedResult, type SimulationOrder, SimulationThreads } from './simulation-threads.js';

jest.setTimeout(60_000);

const order = (jobs: number, rest: object = {}): SimulationOrder => ({
  input: simulateQuery.input.parse({
    simulationId: newId(),
    cluster: { hosts: [{ gpus: 8 }] },
    workload: { synthetic: { jobs, days: 1, load: 5 } },
    policies: [{ name: 'one' }],
    ...rest,
  }),
  setting: { hosts: [], policy: DEFAULT_POLICY },
});
const aShort = () => order(20);
/** Longer than any test waits for. */
const aLong = () => order(100_000, { policies: [{ name: 'one' }, { name: 'two' }, { name: 'three' }] });
const codeOf = (result: SimulatedResult) => (result.ok ? 'OK' : result.error.code);
const limits = { maxMs: 60_000, maxWaiting: 2, maxMemoryMb: 512 };

describe('simulations in threads', () => {
  it('answer with their reports, and how long they took', async () => {
    const threads = new SimulationThreads();
    const asked = aShort();
    const result = await threads.run('ada', asked);
    assert.ok(result.ok);
    assert.equal(result.value.simulationId, asked.input.simulationId);
    assert.equal(result.value.reports[0]?.finished, 20);
    assert.ok(result.value.wallMs >= 0 && result.value.passes > 0);
    threads.close();
  });
  it('tell what is wrong in the input', async () => {
    const threads = new SimulationThreads();
    const result = await threads.run('ada', order(1, { workload: { swf: 'nonsense' } }));
    assert.ok(!result.ok);
    assert.equal(result.error.field, 'workload.swf');
    threads.close();
  });
  it('run one at a time, one for each user, and only a few wait', async () => {
    const threads = new SimulationThreads(limits);
    const first = threads.run('ada', aLong());
    assert.equal(codeOf(await threads.run('ada', aShort())), 'RATE_LIMITED');
    const [second, third] = [threads.run('bob', aShort()), threads.run('eve', aShort())];
    assert.equal(codeOf(await threads.run('joe', aShort())), 'RATE_LIMITED');
    assert.equal(await Promise.race([second, sleep(300, 'waits')]), 'waits');
    threads.close();
    assert.deepEqual([await first, await second, await third].map(codeOf), [
      'UNAVAILABLE',
      'UNAVAILABLE',
      'UNAVAILABLE',
    ]);
    assert.equal(codeOf(await threads.run('ada', aShort())), 'UNAVAILABLE');
  });
  it('are cancelled by whom they belong to, and the next has its turn', async () => {
    const threads = new SimulationThreads(limits);
    const asked = aLong();
    const { simulationId } = asked.input;
    const first = threads.run('ada', asked);
    const second = threads.run('bob', aShort());
    assert.equal(threads.cancel('bob', simulationId), false);
    assert.equal(threads.cancel('ada', simulationId), true);
    assert.equal(codeOf(await first), 'UNAVAILABLE');
    assert.equal(codeOf(await second), 'OK');
    assert.equal(threads.cancel('ada', simulationId), false);
    threads.close();
  });
  it('end when their time is up, also while they wait', async () => {
    const threads = new SimulationThreads({ ...limits, maxMs: 500 });
    const [running, waiting] = await Promise.all([threads.run('ada', aLong()), threads.run('bob', aShort())]);
    assert.ok(!running.ok);
    assert.match(running.error.message, /workload: timed out after 0.5 s/);
    assert.equal(codeOf(waiting), 'RATE_LIMITED');
    threads.close();
  });
  it('may not take all memory', async () => {
    const threads = new SimulationThreads({ ...limits, maxMemoryMb: 16 });
    const result = await threads.run('ada', aLong());
    assert.ok(!result.ok);
    assert.match(result.error.message, /workload: needs more than 16 MiB/);
    threads.close();
  });
});
