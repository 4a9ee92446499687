import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { jobOf, submit, untilState } from '../platform/jobs.js';
import { agentSettings, SupervisedProcess } from '../platform/supervised-process.js';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(300_000);

const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 200 };
const RUNS = 'query ($id: ID!) { job(id: $id) { runs { outcome errorClass host { name } } } }';

interface HostSeen {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly conditions: readonly {
    readonly kind: string;
    readonly until: string | null;
    readonly message: string;
  }[];
}

async function hostCalled({ admin }: Lab, name: string): Promise<HostSeen> {
  const { hosts } = await admin.api.ask<{ hosts: Nodes<HostSeen> }>(
    '{ hosts { edges { node { id name status conditions { kind until message } } } } }',
  );
  const host = nodesOf(hosts).find((each) => each.name === name);
  assert.ok(host, `there is no host ${name}`);
  return host;
}

async function hostsOfRuns({ ada }: Lab, id: string): Promise<readonly string[]> {
  const { job } = await ada.api.ask<{ job: { runs: readonly { host: { name: string } }[] } }>(RUNS, { id });
  return job.runs.map(({ host }) => host.name);
}

describe('a host that refuses every start', () => {
  it('fails no queued job, is quarantined with a reason, and is back once fixed and released', async () => {
    const platform = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(platform);
    const { api } = lab.ada;
    const settings = agentSettings(platform, 'bad', 1);
    const other = await SupervisedProcess.start(platform, { name: 'agent-bad', folder: 'agent', settings });
    await other.untilReady();
    await eventually(async () => assert.equal((await hostCalled(lab, 'bad')).status, 'ONLINE'), WAIT_OPTIONS);
    const runs = join(platform.data, 'agent-bad', 'runs');
    renameSync(runs, `${runs}.away`);
    writeFileSync(runs, 'no folder');

    const long = await submit(lab, { gpus: { count: 1 }, command: ['sleep', '600'] });
    await untilState(api, long, ['RUNNING']);
    const jobs: string[] = [];
    for (let count = 0; count < 5; count += 1)
      jobs.push(await submit(lab, { gpus: { count: 1 }, command: ['true'] }));
    const quarantine = await eventually(async () => {
      const [condition] = (await hostCalled(lab, 'bad')).conditions;
      assert.equal(condition?.kind, 'START_FAILURES');
      return condition;
    }, WAIT_OPTIONS);
    assert.match(quarantine.message, /^the last \d+ starts here failed; it takes no jobs until /);
    assert.ok(quarantine.until);
    const last = jobs.at(-1) ?? '';
    await eventually(async () => {
      const { pending } = await jobOf(api, last);
      assert.match(JSON.stringify(pending?.reasons), /bad: the last \d+ starts here failed/);
    }, WAIT_OPTIONS);
    await api.do('cancelJob', { jobId: long }, 'job { id }');
    for (const id of jobs) {
      await untilState(api, id, ['SUCCEEDED']);
      const names = await hostsOfRuns(lab, id);
      assert.ok(names.filter((name) => name === 'bad').length <= 1, names.join());
      assert.notEqual(names.at(-1), 'bad');
    }

    rmSync(runs);
    renameSync(`${runs}.away`, runs);
    const { id: hostId } = await hostCalled(lab, 'bad');
    await lab.admin.api.do('liftQuarantine', { hostId, reason: 'the folder is back' }, 'done');
    await eventually(
      async () => assert.deepEqual((await hostCalled(lab, 'bad')).conditions, []),
      WAIT_OPTIONS,
    );
    const both = [];
    for (let count = 0; count < 2; count += 1)
      both.push(await submit(lab, { gpus: { count: 1 }, command: ['sleep', '600'] }));
    for (const id of both) await untilState(api, id, ['RUNNING']);
    const names = await Promise.all(both.map((id) => hostsOfRuns(lab, id)));
    assert.ok(names.flat().includes('bad'));
  });
});
