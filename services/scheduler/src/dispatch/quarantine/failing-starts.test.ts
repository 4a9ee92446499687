import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { userId } from '../../testing/fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus } from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';

const ada: Identity = { kind: 'user', userId, role: 'member' };
const folder = tempDir('starts');
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 10 };
const [BAD, GOOD] = [idFromName('host', 'bad'), idFromName('host', 'good')];
let worlds = 0;

/** Two hosts of one device each; on "bad" nothing starts, by what `how` says. */
async function twoHosts(how: { errorClass: 'startFailed' | 'exitCode'; exitCode?: number }) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const [bad, good] = [new ScriptedAgent(BAD), new ScriptedAgent(GOOD)];
  bad.outcomeOf = () => 'failed';
  bad.detailsOf = () => how;
  good.finishes = false;
  const world = await SchedulerWorld.open({ folder: own, agents: [bad, good] });
  onTestEnd(() => world.stop());
  const log = new ForeignLog();
  await world.hear(
    ...log.record(aUser(), aProject(), aPool(), aGrant()),
    ...log.record(...someGpus(BAD, 1, 'bad'), ...someGpus(GOOD, 1, 'good')),
  );
  const disable = (hostId: string, uuid: string) =>
    world.hear(
      ...log.record({
        type: 'inventory.host.deviceStateSet.v1',
        data: { hostId, uuid, state: 'disabled' },
      }),
    );
  const submit = async (input: object = {}) => {
    const retry = { maxRetries: 2, backoffSeconds: 0.05, on: [] };
    const work = { name: 'train', project: 'vision', gpus: { count: 1 }, retry, ...input };
    const reply = await world.submit(ada, work, crypto.randomUUID());
    assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
    return reply.value.result.id;
  };
  const jobOf = async (jobId: string) => (await world.views.byIds(ada, [jobId]))[0]!;
  const until = (jobId: string, state: JobView['state']) =>
    eventually(async () => {
      const job = await jobOf(jobId);
      assert.equal(job.state, state);
      return job;
    }, WAIT_OPTIONS);
  const reasonsOf = async (jobId: string) => (await world.pending.pending(ada, [jobId]))[0]?.reasons ?? [];
  return { world, bad, good, disable, submit, until, jobOf, reasonsOf };
}

describe('a host on which starts fail', () => {
  for (const [what, how] of [
    ['lacks a program', { errorClass: 'exitCode', exitCode: 127 }],
    ['cannot hold runs to their limits', { errorClass: 'startFailed', exitCode: 125 }],
  ] as const) {
    it(`that ${what} does not eat the queue: each job is tried there once, and waits for another`, async () => {
      const { bad, good, submit, until, jobOf, reasonsOf } = await twoHosts(how);
      const blocking = await submit();
      await eventually(async () => {
        const { state, runs } = await jobOf(blocking);
        assert.deepEqual([state, runs.at(-1)?.hostId], ['running', GOOD]);
      }, WAIT_OPTIONS);
      const jobs = [];
      for (let count = 0; count < 6; count += 1) jobs.push(await submit());
      for (const jobId of jobs)
        await eventually(async () => {
          const reasons = await reasonsOf(jobId);
          assert.ok(
            reasons.some(({ message }) => /could not be started on bad|starts here failed/.test(message)),
            JSON.stringify(reasons),
          );
        }, WAIT_OPTIONS);
      const tries = bad.launched.length;
      assert.ok(tries <= jobs.length + 1, `${tries} tries`);
      good.finishes = true;
      good.finishAll();
      for (const jobId of [blocking, ...jobs]) {
        const { runs } = await until(jobId, 'succeeded');
        assert.ok(runs.filter(({ hostId }) => hostId === BAD).length <= 1);
      }
    });
  }

  it('is taken out for a while when that is the host’s fault, says so, and is lifted by staff', async () => {
    const { world, bad, good, disable, submit, until, reasonsOf } = await twoHosts({
      errorClass: 'startFailed',
    });
    const jobs = [];
    // two keep the other host's slots, so that the rest is tried on this one
    for (let count = 0; count < 5; count += 1) jobs.push(await submit({ gpus: { count: 0 } }));
    await eventually(() => assert.equal(bad.launched.length, 3), WAIT_OPTIONS);
    good.finishes = true;
    good.finishAll();
    for (const jobId of jobs) await until(jobId, 'succeeded');
    assert.equal(bad.launched.length, 3);
    await disable(GOOD, 'GPU-good-0');
    const waiting = await submit();
    await eventually(async () => {
      const [reason] = await reasonsOf(waiting);
      assert.match(reason?.message ?? '', /bad: the last 3 starts here failed; it takes no jobs until/);
    }, WAIT_OPTIONS);
    assert.equal(bad.launched.length, 3);
    bad.detailsOf = () => ({});
    bad.outcomeOf = () => 'succeeded';
    await world.liftQuarantine(BAD);
    await until(waiting, 'succeeded');
    assert.equal(bad.launched.length, 4);
  });

  it('whose agent can take none in, loses no job', async () => {
    const { bad, good, submit, until } = await twoHosts({ errorClass: 'startFailed' });
    bad.refusesToStart = { code: 'INVALID_STATE', message: 'its disk reports ENOTDIR' };
    good.finishes = true;
    const jobs = [];
    for (let count = 0; count < 4; count += 1) jobs.push(await submit());
    for (const jobId of jobs) {
      const { runs } = await until(jobId, 'succeeded');
      assert.ok(runs.filter(({ hostId }) => hostId === BAD).length <= 1);
    }
  });
});
