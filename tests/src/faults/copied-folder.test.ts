import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { JOB_FOLDER } from '../platform/job-folder.js';
import { freeze, isAlive, treeOf } from '../platform/freezing.js';
import { jobOf, linesOf, submit, untilState } from '../platform/jobs.js';
import { createLab, logIn, untilOnline } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(240_000);

describe('a copy of a data folder that is in use', () => {
  it('starts beside the original and stops, and the original and its run go on', async () => {
    const original = await Platform.startFor({ simulateGpus: 2 });
    const lab = await createLab(original);
    await untilOnline(lab.admin.api);
    const go = join(JOB_FOLDER, 'go');
    const id = await submit(lab, {
      gpus: { count: 1 },
      command: ['sh', '-c', `echo begun; while [ ! -e ${go} ]; do sleep 0.1; done; echo done`],
    });
    await untilState(lab.ada.api, id, ['RUNNING']);
    const before = original.processes();

    const data = join(tempDir('copy'), 'data');
    const thaw = freeze(treeOf(original.launcherPid));
    cpSync(original.data, data, { recursive: true });
    thaw();
    rmSync(join(data, 'launcher.lock'));
    const copy = await Platform.startFor({ data, simulateGpus: 2 });
    const there = await logIn(copy, 'ada');
    await eventually(
      async () => {
        const { runs } = await jobOf(there.api, id);
        assert.equal(runs[0]?.outcome, 'LOST');
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );
    await copy.stop();

    assert.deepEqual(original.processes(), before);
    assert.ok(before.every(({ pid }) => pid !== undefined && isAlive(pid)));
    assert.equal((await jobOf(lab.ada.api, id)).state, 'RUNNING');
    writeFileSync(go, '');
    const { runs } = await untilState(lab.ada.api, id, ['SUCCEEDED'], 20_000);
    assert.equal(runs.length, 1);
    assert.deepEqual(await linesOf(lab.ada.api, id, 10_000), ['begun', 'done']);
  });
});
