import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { SERVICES } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { settledEverything } from '../platform/everything.js';
import { createLab, logIn } from '../platform/lab.js';
import { chargesOf, script, submit, untilState } from '../platform/jobs.js';
import { Platform } from '../platform/platform.js';

it('answers the same when every read model has been rebuilt', async () => {
  let platform = await Platform.start({ simulateGpus: 2 });
  const lab = await createLab(platform);
  const job = await submit(lab, {
    ...script(`console.log(JSON.stringify({ type: 'metrics', epoch: 1, epochs: 1, loss: 0.5 }))`),
    externalId: 'mine/1',
    gpus: { count: 1 },
    env: [{ name: 'SECRET', value: 'x' }],
  });
  await untilState(lab.ada.api, job, ['SUCCEEDED']);
  await eventually(async () => assert.ok((await chargesOf(lab.ada.api, job))[0]?.to), { timeoutMs: 20_000 });
  await submit(lab, { command: ['never', 'approved'], name: 'waits', gpus: { count: 2 } });
  await platform.stop();

  const answers: unknown[] = [];
  for (const rebuilt of [false, true]) {
    if (rebuilt) for (const service of SERVICES) dropViews(join(platform.data, 'services', service));
    platform = await Platform.start({ data: platform.data, agent: false });
    try {
      const { api } = await logIn(platform, 'root');
      answers.push(await settledEverything(api, { job, pool: lab.pool }));
    } finally {
      await platform.stop();
    }
  }
  assert.deepEqual(answers[1], answers[0]);
}, 180_000);

function dropViews(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.startsWith('views.sqlite'));
  assert.notDeepEqual(files, []);
  for (const name of files) rmSync(join(folder, name));
}
