import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { tempDir } from '@berth/testing/temp-dir';
import { Cgroups } from '../cgroups.js';
import { ProcessExecutor } from '../process-executor.js';
import { aScript, untilEnded } from '../testing/a-run.js';
import { hasAccounts } from './isolation.js';
import { findIsolation } from './probe.js';

describe('a job whose submitter has an account on the host', () => {
  const folder = tempDir('mapped');
  const runsFolder = join(folder, 'runs');
  const settings = { agentFolder: folder, runsFolder, privateFolders: [], jobFolders: [], trustJobs: true };

  it('runs under it, never under that of root, and not at all where the host has no such', async () => {
    const isolation = await findIsolation(settings);
    if (!hasAccounts(isolation.kind)) skipTest(`could not be had: ${isolation.statement}`);
    const own = {
      folder: runsFolder,
      cgroups: Cgroups.none,
      isolation,
      outputLimitBytes: 0,
      checkSeconds: 60,
    };
    const executor = await ProcessExecutor.open(own);
    const endOf = async (account: string | undefined) => {
      const run = aScript('id -u; echo "$USER"', account === undefined ? {} : { account });
      await executor.start(run);
      const { end } = await untilEnded(executor, run);
      return { end, said: readFileSync(executor.output(run).stdout, 'utf8').trim().split('\n') };
    };
    assert.deepEqual((await endOf('nobody')).said, ['65534', 'nobody']);
    const [one, other] = [await endOf(undefined), await endOf(undefined)];
    assert.equal(one.said[1], 'job');
    assert.notEqual(one.said[0], other.said[0]);
    for (const [account, why] of [
      ['root', /root/],
      ['no-such-account', /no account no-such-account/],
    ] as const) {
      const { end } = await endOf(account);
      assert.deepEqual([end.outcome, end.errorClass], ['failed', 'startFailed']);
      assert.match(end.message ?? '', why);
    }
    await executor.close();
  });

  it('has one account, however many order its start at once', async () => {
    const isolation = await findIsolation(settings);
    if (!hasAccounts(isolation.kind)) skipTest(`could not be had: ${isolation.statement}`);
    const executor = await ProcessExecutor.open({
      folder: join(folder, 'at-once'),
      cgroups: Cgroups.none,
      isolation,
      outputLimitBytes: 0,
      checkSeconds: 60,
    });
    for (let round = 0; round < 10; round += 1) {
      const run = aScript('id -u > here && stat -c %u . && cat here');
      await Promise.all(Array.from({ length: 4 }, () => executor.start(run)));
      const { end } = await untilEnded(executor, run);
      assert.deepEqual([end.outcome, end.message], ['succeeded', undefined]);
      const [owner, account] = readFileSync(executor.output(run).stdout, 'utf8').trim().split('\n');
      assert.equal(owner, account);
    }
    await executor.close();
  });
});
