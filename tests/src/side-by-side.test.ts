import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { createLab } from './platform/lab.js';
import { linesOf, script, submit, untilState } from './platform/jobs.js';
import { Platform } from './platform/platform.js';

it('two platforms run side by side, and each keeps its data to itself', async () => {
  const platforms = await Promise.all([Platform.startFor(), Platform.startFor()]);
  await Promise.all(
    platforms.map(async (platform, index) => {
      const lab = await createLab(platform);
      const id = await submit(lab, script(`console.log('platform ${index}')`));
      await untilState(lab.ada.api, id, ['SUCCEEDED']);
      assert.deepEqual(await linesOf(lab.ada.api, id), [`platform ${index}`]);
    }),
  );
  const [first] = platforms;
  assert.ok(first);
  const { status, said } = await Platform.refusedStart({ data: first.data });
  assert.equal(status, 1);
  assert.match(said, new RegExp(`is in use by process ${first.launcherPid} since .*, at ${first.url};`));
  assert.deepEqual(
    first.processes().filter(({ ready }) => !ready),
    [],
  );
}, 150_000);
