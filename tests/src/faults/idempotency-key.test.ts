import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import type { Refusal } from '../platform/api.js';
import { jobOf, submit } from '../platform/jobs.js';
import { createLab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(120_000);

const KEY = { 'idempotency-key': 'once' };

describe('an idempotency key', () => {
  it('that was used for one job does nothing to another, also after the scheduler was killed', async () => {
    const platform = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(platform);
    const command = ['sleep', '300'];
    const jobs = [await submit(lab, { command }), await submit(lab, { command })] as const;
    const cancel = (jobId: string) => lab.ada.api.tryTo<Refusal>('cancelJob', { jobId }, 'job { id }', KEY);
    const isRefused = async () => {
      const { code, field } = await cancel(jobs[1]);
      assert.deepEqual([code, field], ['IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key']);
    };
    assert.ok(!('code' in (await cancel(jobs[0]))));
    await isRefused();
    await platform.killAndWait('scheduler');
    await eventually(isRefused, { timeoutMs: 30_000 });
    assert.ok(!('code' in (await cancel(jobs[0]))));
    await eventually(async () => assert.equal((await jobOf(lab.ada.api, jobs[0])).state, 'CANCELLED'), {
      timeoutMs: 30_000,
    });
    assert.notEqual((await jobOf(lab.ada.api, jobs[1])).state, 'CANCELLED');
    const other = await lab.ada.api.tryTo<Refusal>('cancelJob', { jobId: jobs[1] }, 'job { id }', {
      'idempotency-key': 'twice',
    });
    assert.ok(!('code' in other));
  });
});
