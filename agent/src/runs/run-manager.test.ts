import assert from 'node:assert/strict';
import { rmdirSync, writeFileSync } from 'node:fs';
import { it } from '@jest/globals';
import { startRun, type StartRun } from '@berth/contracts/agent/messages';
import { idFromName } from '@berth/kernel/ids';
import { hostRuns } from './testing/host-runs.js';

const anOrder = (job: string, ...command: readonly string[]): StartRun =>
  startRun.parse({
    jobId: idFromName('job', job),
    run: 1,
    projectId: idFromName('project', 'vision'),
    command,
    env: {},
    deviceUuids: [],
    timeoutSeconds: 600,
  });

it('an agent that stops while a run is being started leaves none behind', async () => {
  const { runs, close } = await hostRuns();
  const order = anOrder('late', 'sleep', '300');
  let known = false;
  const starting = runs.start(order).then((refusal) => {
    assert.equal(refusal, undefined);
    known = true;
  });
  await runs.preemptAll(1, 10_000);
  assert.ok(known, 'the agent would have ended before it knew of the run');
  assert.deepEqual(runs.active, []);
  assert.deepEqual(
    runs.ended.map(({ jobId }) => jobId),
    [order.jobId],
  );
  await starting;
  assert.equal(await runs.start({ ...order, run: 2 }).then((refusal) => refusal?.code), 'UNAVAILABLE');
  await close();
});

it('reports a run that the disk cannot hold as a failure of the host, and goes on', async () => {
  let looked = 0;
  const { runs, folder, close } = await hostRuns({ onStartFailed: () => (looked += 1) });
  rmdirSync(folder);
  writeFileSync(folder, 'in the way');
  const refusal = await runs.start(anOrder('no room', 'true'));
  assert.deepEqual(
    [refusal?.code, refusal?.message, looked],
    ['INVALID_STATE', 'the host could not accept it: its disk reports ENOTDIR', 1],
  );
  assert.deepEqual(runs.runs(), []);
  await close();
});
