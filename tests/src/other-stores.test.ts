import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startStandIn } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { startMongo } from '@berth/testing/mongo';
import { foundLab } from './platform/lab.js';
import { chargesOf, historyOf, linesOf, script, submit, untilState } from './platform/jobs.js';
import { Platform } from './platform/platform.js';

/**
 * The main job on the stores of the production-like form: real servers where their addresses are given
 * (KURRENTDB_URL, MONGODB_URL), else a stand-in for the one, which proves nothing of the real server, and a server
 * that speaks MongoDB's protocol for the other.
 */
it('runs the main job on KurrentDB and MongoDB in place of files', { timeout: 240_000 }, async (context) => {
  const mongo =
    process.env['MONGODB_URL'] === undefined
      ? await startMongo()
      : { url: process.env['MONGODB_URL'], stop: async () => undefined };
  if ('unavailable' in mongo) return context.skip(`no MongoDB: ${mongo.unavailable}`);
  const kurrent =
    process.env['KURRENTDB_URL'] === undefined
      ? await startStandIn()
      : { url: process.env['KURRENTDB_URL'], close: () => undefined };
  context.after(async () => {
    kurrent.close();
    await mongo.stop();
  });
  const platform = await Platform.startFor(context, {
    env: { BERTH_EVENT_STORE: kurrent.url, BERTH_READ_MODELS: mongo.url },
  });
  const lab = await foundLab(platform, { approval: true });

  const id = await submit(lab, {
    name: 'elsewhere',
    ...script('for (let n = 1; n <= 3; n += 1) console.log(`line ${n}`)'),
  });
  await lab.admin.api.do('approveJob', { jobId: id }, 'job { state }');
  await untilState(lab.ada.api, id, ['succeeded']);
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
});
