import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { jobOf, linesOf, submit, untilState } from '../platform/jobs.js';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { SmallDisk } from '../platform/small-disk.js';

jest.setTimeout(300_000);

const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 250 };

async function conditionsOf({ admin }: Lab): Promise<readonly string[]> {
  const { hosts } = await admin.api.ask<{ hosts: Nodes<{ conditions: readonly { kind: string }[] }> }>(
    '{ hosts { edges { node { conditions { kind } } } } }',
  );
  return nodesOf(hosts).flatMap(({ conditions }) => conditions.map(({ kind }) => kind));
}

async function reasonsOf({ ada }: Lab, id: string) {
  const { job } = await ada.api.ask<{
    job: { pending: { reasons: readonly { code: string; message: string }[] } | null };
  }>('query ($id: ID!) { job(id: $id) { pending { reasons { code message } } } }', { id });
  return job.pending?.reasons ?? [];
}

async function printedSoFar({ ada }: Lab, id: string): Promise<number> {
  const { job } = await ada.api.ask<{ job: { logs: { lines: readonly object[] } } }>(
    'query ($id: ID!) { job(id: $id) { logs { lines { text } } } }',
    { id },
  );
  return job.logs.lines.length;
}

describe('a full disk of the agent', () => {
  it('takes the host out of service, stops no stop, loses no output, and is over by itself', async () => {
    const disk = SmallDisk.mount();
    if (!disk) skipTest('this machine lets the test mount no disk of its own');
    const data = tempDir('full-agent-disk');
    const agent = join(disk.folder, 'agent');
    mkdirSync(agent, { mode: 0o700 });
    symlinkSync(agent, join(data, 'agent'));
    const platform = await Platform.startFor({ data, simulateGpus: 2 });
    const lab = await createLab(platform);
    const counting = 'i=0; while :; do i=$((i+1)); echo line $i; sleep 0.2; done';
    const running = await submit(lab, { gpus: { count: 1 }, command: ['sh', '-c', counting] });
    await untilState(lab.ada.api, running, ['RUNNING']);
    await eventually(async () => assert.ok((await printedSoFar(lab, running)) > 3), WAIT_OPTIONS);

    disk.fill();
    await eventually(async () => assert.deepEqual(await conditionsOf(lab), ['DISK_FULL']), WAIT_OPTIONS);
    const waiting = await submit(lab, { gpus: { count: 1 }, command: ['echo', 'there is room'] });
    await eventually(async () => {
      const [reason] = await reasonsOf(lab, waiting);
      assert.equal(reason?.code, 'HOSTS_UNAVAILABLE');
      assert.match(reason.message, /the disk of its runs has less than 500 MB free/);
    }, WAIT_OPTIONS);
    assert.equal((await jobOf(lab.ada.api, running)).state, 'RUNNING');

    const files = () => readdirSync(join(agent, 'runs'), { recursive: true }).length;
    const before = files();
    await lab.ada.api.do('cancelJob', { jobId: running }, 'job { id }');
    await untilState(lab.ada.api, running, ['CANCELLED']);
    assert.ok(files() <= before + 2, 'no try to stop it leaves files behind');
    const printed = await linesOf(lab.ada.api, running);
    assert.deepEqual(
      printed,
      printed.map((_, index) => `line ${index + 1}`),
    );
    assert.equal((await jobOf(lab.ada.api, waiting)).state, 'QUEUED');

    disk.makeRoom();
    await untilState(lab.ada.api, waiting, ['SUCCEEDED']);
    assert.deepEqual(await linesOf(lab.ada.api, waiting), ['there is room']);
    assert.deepEqual(await conditionsOf(lab), []);
  });
});
