import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { Aggregates } from '@berth/service-host/aggregates';
import { aMeta } from '@berth/service-host/testing/commands';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { jobDecider } from '../../jobs/job/job.decider.js';
import type { SubmitJob } from '../../jobs/job/job.js';
import { policyDecider } from '../../queue/policy/policy.js';
import { jobStream, policyStream } from '../../streams.js';
import { aSpec, aSubmission, hostId, poolId } from '../../testing/fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus } from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';

jest.setTimeout(120_000);

const folder = tempDir('gang-room');
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 20 };
const hosts = [hostId, idFromName('host', 'two')];
const idOf = (name: string): string => idFromName('job', name);

describe('a gang of a better class', () => {
  it('gets what runs of a worse class hold on several hosts, and starts whole', async () => {
    const agents = hosts.map((id) => Object.assign(new ScriptedAgent(id), { finishes: false }));
    const world = await SchedulerWorld.open({ folder, agents });
    onTestEnd(() => world.stop());
    const policies = new Aggregates(world.store, policyDecider);
    const change = {
      preemption: { mode: 'lowerClass', minimumRunMinutes: 0, graceSeconds: 1 },
    } as const;
    const set = { type: 'set', poolId, change, now: systemClock.now() } as const;
    assert.ok((await policies.execute(policyStream(poolId), set, aMeta())).ok);
    await world.viewsAreCurrent();
    const log = new ForeignLog();
    await world.hear(
      ...log.record(aUser(), aProject(), aPool(poolId), aGrant()),
      ...log.record(...someGpus(hosts[0] ?? '', 1, 'one'), ...someGpus(hosts[1] ?? '', 1, 'two')),
    );
    const jobs = new Aggregates(world.store, jobDecider);
    const submit = async (name: string, submission: Partial<SubmitJob>) => {
      const command = aSubmission({ jobId: idOf(name), now: systemClock.now(), ...submission });
      assert.ok((await jobs.execute(jobStream(idOf(name)), command, aMeta())).ok);
    };
    const until = (state: string, ...names: readonly string[]) =>
      eventually(async () => {
        await world.viewsAreCurrent();
        for (const name of names) assert.equal((await world.views.document(idOf(name)))?.state, state, name);
      }, WAIT_OPTIONS);

    for (const name of ['low-0', 'low-1']) await submit(name, { grantPriority: 2 });
    await until('running', 'low-0', 'low-1');
    for (const rank of [0, 1]) {
      const spec = aSpec({ gang: { gangId: idFromName('gang', 'test'), rank, size: 2 } });
      await submit(`member-${rank}`, { grantPriority: 0, spec });
    }
    await until('running', 'member-0', 'member-1');
    await until('queued', 'low-0', 'low-1');
    for (const name of ['low-0', 'low-1']) {
      const types = (await world.store.read(jobStream(idOf(name)))).map(({ type }) => type);
      assert.equal(types.filter((type) => type === 'scheduler.job.preemptionRequested.v1').length, 1);
    }
    for (const agent of agents) agent.finishAll();
    await until('succeeded', 'member-0', 'member-1');
    await until('running', 'low-0', 'low-1');
  });
});
