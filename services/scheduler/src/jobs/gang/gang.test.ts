import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { Aggregates } from '@berth/service-host/aggregates';
import { aMeta } from '@berth/service-host/testing/commands';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { jobDecider } from '../job/job.decider.js';
import { jobStream } from '../../streams.js';
import { aSpec, aSubmission, hostId, poolId } from '../../testing/fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus } from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';

jest.setTimeout(120_000);

const folder = tempDir('gang');
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 20 };
const GANG = idFromName('gang', 'test');
const idOf = (rank: number): string => idFromName('job', 'gang', String(rank));
const hosts = [hostId, idFromName('host', 'two')];

/** Two hosts of one GPU each, and a gang of two that each needs one. */
async function aGang(name: string, retry: JobSpec['retry']) {
  const own = join(folder, name);
  mkdirSync(own);
  const agents = hosts.map((id) => Object.assign(new ScriptedAgent(id), { finishes: false }));
  const world = await SchedulerWorld.open({ folder: own, agents });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  await world.hear(
    ...log.record(aUser(), aProject(), aPool(poolId), aGrant()),
    ...log.record(...someGpus(hosts[0] ?? '', 1, 'one'), ...someGpus(hosts[1] ?? '', 1, 'two')),
  );
  const jobs = new Aggregates(world.store, jobDecider);
  for (const rank of [0, 1]) {
    const spec = aSpec({ gang: { gangId: GANG, rank, size: 2 }, retry });
    const command = aSubmission({ jobId: idOf(rank), spec, now: systemClock.now() });
    assert.ok((await jobs.execute(jobStream(idOf(rank)), command, aMeta())).ok);
  }
  const until = (state: string, run: number) =>
    eventually(async () => {
      await world.viewsAreCurrent();
      const documents = await Promise.all([0, 1].map((rank) => world.views.document(idOf(rank))));
      assert.deepEqual(
        documents.map((document) => [document?.state, document?.runs.length]),
        [
          [state, run],
          [state, run],
        ],
      );
      return documents;
    }, WAIT_OPTIONS);
  const agentOf = (rank: number) =>
    agents.find(({ launched }) => launched.some((key) => key.startsWith(idOf(rank)))) ?? agents[0]!;
  return { agents, until, agentOf };
}

describe('a gang', () => {
  it('is told where its members are, and starts anew together when one is tried again', async () => {
    const { agents, until, agentOf } = await aGang('again', {
      maxRetries: 1,
      on: [],
      backoffSeconds: 0.01,
    });
    await until('running', 1);
    const environments = [0, 1].map((rank) => agentOf(rank).orders[0]?.env ?? {});
    for (const [rank, env] of environments.entries()) {
      assert.deepEqual([env['BERTH_GANG_RANK'], env['BERTH_GANG_SIZE']], [String(rank), '2']);
      assert.deepEqual(env['BERTH_GANG_HOSTS']?.split(',').sort(), ['one', 'two']);
      assert.equal(env['MASTER_ADDR'], env['BERTH_GANG_HOSTS']?.split(',')[0]);
    }
    agentOf(1).finishAll('failed');
    const [first, second] = await until('running', 2);
    assert.deepEqual(
      [first?.runs[0]?.outcome, first?.runs[0]?.preemption?.cause, second?.runs[0]?.outcome],
      ['preempted', 'gang', 'failed'],
    );
    for (const agent of agents) agent.finishAll();
    await until('succeeded', 2);
  });

  it('is over when one of it has failed for good', async () => {
    const { until, agentOf, agents } = await aGang('over', { maxRetries: 0, on: [] });
    await until('running', 1);
    agentOf(0).finishAll('failed');
    await eventually(async () => {
      assert.deepEqual(
        agents.map(({ runs }) => runs.every(({ state }) => state === 'ended')),
        [true, true],
      );
    }, WAIT_OPTIONS);
    assert.equal(agents.flatMap(({ launched }) => launched).length, 2);
  });

  it('lets the others go on when one has succeeded', async () => {
    const { until, agentOf } = await aGang('done', { maxRetries: 0, on: [] });
    await until('running', 1);
    agentOf(0).finishAll();
    agentOf(1).finishAll();
    const documents = await until('succeeded', 1);
    assert.ok(documents.every((document) => document?.runs[0]?.preemption === undefined));
  });
});
