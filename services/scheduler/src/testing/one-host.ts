import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestEnd } from '@berth/testing/test-end';
import type { JobView } from '@berth/contracts/scheduler/views';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, userId } from './fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus, type ForeignEvent } from './foreign-events.js';
import { SchedulerWorld } from './scheduler-world.js';
import { ScriptedAgent } from './scripted-agent.js';

export const ada: Identity = { kind: 'user', userId, role: 'member' };
export const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 5 };
const folder = tempDir('one-host');
let worlds = 0;

/** A scheduler with one host, whose runs last until the test finishes them, and one member. */
export async function aHost({ sweepSeconds = 0.05, gpus = 1 } = {}) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const agent = new ScriptedAgent(hostId);
  agent.finishes = false;
  const world = await SchedulerWorld.open({ folder: own, agents: [agent], sweepSeconds });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  const hear = async (...events: readonly ForeignEvent[]) => {
    const recorded = log.record(...events);
    await world.hear(...recorded);
    return recorded;
  };
  await hear(aUser(), aProject(), aPool(), aGrant(), ...someGpus(hostId, gpus));
  const submit = async (input: object = {}) => {
    const work = { name: 'train', project: 'vision', gpus: { count: 1 }, ...input };
    const reply = await world.submit(ada, work, crypto.randomUUID());
    assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
    return reply.value.result.id;
  };
  const until = (jobId: string, state: JobView['state'], runs: number) =>
    eventually(async () => {
      const [job] = await world.views.byIds(ada, [jobId]);
      assert.ok(job);
      assert.deepEqual([job.state, job.runs.length], [state, runs]);
      return job;
    }, WAIT_OPTIONS);
  const untilReasons = (jobId: string, ...codes: readonly string[]) =>
    eventually(async () => {
      const [view] = await world.pending.pending(ada, [jobId]);
      assert.deepEqual(
        view?.reasons.map(({ code }) => code),
        codes,
      );
    }, WAIT_OPTIONS);
  return { world, agent, hear, submit, until, untilReasons };
}
