import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { eventually } from '@berth/testing/eventually';
import { createLab } from './platform/lab.js';
import { chargesOf, historyOf, linesOf, script, submit, untilState } from './platform/jobs.js';
import { startOnSharedStores } from './platform/shared-stores.js';

/** The main job on the stores of the production-like form. */
it('runs the main job on KurrentDB and MongoDB in place of files', async () => {
  const started = await startOnSharedStores();
  if ('unavailable' in started) skipTest(`no MongoDB: ${started.unavailable}`);
  const lab = await createLab(started.platform, { approval: true });

  const id = await submit(lab, {
    name: 'elsewhere',
    ...script('for (let n = 1; n <= 3; n += 1) console.log(`line ${n}`)'),
  });
  await lab.admin.api.do('approveJob', { jobId: id }, 'job { state }');
  await untilState(lab.ada.api, id, ['SUCCEEDED']);
  assert.deepEqual(await linesOf(lab.ada.api, id), ['line 1', 'line 2', 'line 3']);
  const types = (await historyOf(lab.ada.api, id)).map(({ type }) => type.split('.')[2]);
  assert.deepEqual(types, [
    'submitted',
    'approved',
    'queued',
    'placed',
    'runStarted',
    'runEnded',
    'succeeded',
  ]);
  await eventually(async () => assert.equal((await chargesOf(lab.ada.api, id)).length, 1), {
    timeoutMs: 20_000,
  });
}, 240_000);
