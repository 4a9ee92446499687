import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from '@jest/globals';
import { systemClock } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import { aMeta } from '@berth/service-host/testing/commands';
import { openTestStore } from '@berth/service-host/testing/stores';
import { Vault } from '@berth/service-host/vault';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ReportedRun } from '@berth/contracts/agent/messages';
import { Facts } from '../facts/facts.js';
import type { JobCommand } from '../jobs/job/job.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import { schedulingStateAfter } from '../testing/scheduling-states.js';
import { jobStream } from '../streams.js';
import { aHost, aPlacement, aSpec, aStart, aSubmission, hostId, jobId, NOW } from '../testing/fixtures.js';
import { jobsView, type JobDocument } from '../jobs/views/job.view.js';
import { Dispatcher } from './dispatcher.js';
import { RunOrders } from './run-order.js';

const sealed = { keyId: 'project:gone', iv: '', data: '' };
const CANCEL: JobCommand = { type: 'cancel', now: '2026-01-05T09:00:00.000Z' };
const MINUTE = 60_000;

/** A job after the given commands, and an agent whose replies the test gives. */
async function aHeldJob(...commands: readonly JobCommand[]) {
  const store = await openTestStore();
  const jobs = new Aggregates(store, jobDecider);
  let nowMs = 0;
  const queueIndex = new JobQueueIndex(() => nowMs);
  const facts = new Facts();
  const orders: string[] = [];
  const answers: { start?: Rejection; stop?: Rejection; runs?: readonly ReportedRun[] } = {};
  const agents = {
    start: async () => (orders.push('start'), answers.start ? err(answers.start) : ok(null)),
    stop: async (_: string, { outcome, graceSeconds }: { outcome: string; graceSeconds: number }) => (
      orders.push(outcome === 'preempted' ? `${outcome} after ${graceSeconds} s` : outcome),
      answers.stop ? err(answers.stop) : ok(null)
    ),
    runs: async () =>
      answers.runs ? ok(answers.runs) : err(reject('UNAVAILABLE', 'the agent cannot be reached')),
  };
  const keys = { get: async () => undefined, isErased: async () => true } as never;
  const dispatcher = new Dispatcher({
    jobs,
    queueIndex,
    facts,
    agents: agents as never,
    orders: new RunOrders({
      jobs,
      vault: new Vault(randomBytes(32), keys),
      gangs: { environmentOf: async () => ({}) } as never,
      facts,
      accounts: { list: async () => [] },
    }),
    clock: systemClock,
    monotonicMs: () => nowMs,
    log: createLogger('test', 'silent'),
  });
  const look = async () => {
    const events = await store.read(jobStream(jobId));
    const document = events.reduce<JobDocument | undefined>(
      (folded, event) => jobsView.evolve(folded, event, jobId),
      undefined,
    );
    assert.ok(document);
    const state = schedulingStateAfter(events as unknown as JobEvent[]);
    if (state) queueIndex.apply(state);
    else queueIndex.remove(jobId);
    return document;
  };
  for (const command of commands) {
    const done = await jobs.execute(jobStream(jobId), command, aMeta());
    assert.ok(done.ok, done.ok ? '' : done.error.message);
  }
  await look();
  const reconcileRun = async () => {
    const held = queueIndex.held(jobId);
    assert.ok(held);
    await dispatcher.reconcileRun(held);
    return look();
  };
  const gone = (presence: 'lost' | 'stopped', goneAt: string) =>
    facts.apply('facts-hosts', [
      { id: hostId, before: undefined, after: { ...aHost('one', []), hostId, presence, goneAt } },
    ]);
  return { reconcileRun, orders, answers, gone, pass: (ms: number) => void (nowMs += ms) };
}
const run = (state: ReportedRun['state']): ReportedRun => ({ jobId, run: 1, state });

describe('a run that is placed', () => {
  it('is ordered again and again until its agent reports', async () => {
    const { reconcileRun, orders, answers } = await aHeldJob(aSubmission(), aPlacement());
    answers.start = reject('UNAVAILABLE', 'not now');
    await reconcileRun();
    assert.equal((await reconcileRun()).state, 'placed');
    assert.deepEqual(orders, ['start', 'start']);
  });

  it('fails where the agent says that the order is wrong', async () => {
    const { reconcileRun, answers } = await aHeldJob(aSubmission(), aPlacement());
    answers.start = reject('VALIDATION_FAILED', 'workingDirectory: must be an absolute path');
    const { state, errorClass, message } = await reconcileRun();
    assert.deepEqual(
      [state, errorClass, message],
      ['failed', 'startFailed', 'workingDirectory: must be an absolute path'],
    );
  });

  it('is lost, and its job queued again, where its host cannot take it in', async () => {
    const { reconcileRun, answers } = await aHeldJob(aSubmission(), aPlacement());
    answers.start = reject('INVALID_STATE', 'the host could not accept it: its disk is full');
    const { state, runs } = await reconcileRun();
    assert.equal(state, 'queued');
    const [first] = runs;
    assert.deepEqual(
      [first?.outcome, first?.errorClass, first?.message],
      ['lost', 'startFailed', 'the host could not accept it: its disk is full'],
    );
  });

  it('fails where the key of its env was erased: it does not run without it', async () => {
    const { reconcileRun, orders } = await aHeldJob(aSubmission({ env: sealed }), aPlacement());
    const { state, errorClass } = await reconcileRun();
    assert.deepEqual([state, errorClass, orders], ['failed', 'startFailed', []]);
  });

  it('times out, and its job is queued again, when its host has not begun it for minutes', async () => {
    const { reconcileRun, orders, answers, pass } = await aHeldJob(aSubmission(), aPlacement());
    pass(6 * MINUTE);
    assert.equal((await reconcileRun()).state, 'placed');
    answers.runs = [run('starting')];
    assert.equal((await reconcileRun()).state, 'placed');
    answers.runs = [];
    assert.equal((await reconcileRun()).state, 'queued');
    assert.deepEqual(orders, ['lost', 'lost', 'lost']);
  });
});

describe('a run that is to be cancelled', () => {
  it('is stopped until its agent reports', async () => {
    const { reconcileRun, orders, answers } = await aHeldJob(aSubmission(), aPlacement(), aStart(), CANCEL);
    answers.stop = reject('UNAVAILABLE', 'not now');
    await reconcileRun();
    delete answers.stop;
    answers.runs = [run('running')];
    await reconcileRun();
    answers.runs = [run('ended')];
    assert.equal((await reconcileRun()).state, 'running');
    assert.deepEqual(orders, ['cancelled', 'cancelled', 'cancelled']);
  });

  it('has ended where its agent does not know it', async () => {
    const { reconcileRun, answers } = await aHeldJob(aSubmission(), aPlacement(), CANCEL);
    assert.equal((await reconcileRun()).state, 'placed');
    answers.runs = [{ ...run('running'), run: 2 }];
    assert.equal((await reconcileRun()).state, 'cancelled');
  });
});

describe('a run that must make room', () => {
  const MAKE_ROOM = {
    type: 'preempt',
    run: 1,
    cause: 'betterClass',
    graceSeconds: 45,
    message: 'a better class needs it',
    now: NOW,
  } as const;
  it('is stopped with the grace that its pool gives, until its agent reports', async () => {
    const { reconcileRun, orders, answers } = await aHeldJob(
      aSubmission(),
      aPlacement(),
      aStart(),
      MAKE_ROOM,
    );
    answers.runs = [run('running')];
    await reconcileRun();
    assert.equal((await reconcileRun()).state, 'running');
    assert.deepEqual(orders, ['preempted after 45 s', 'preempted after 45 s']);
  });
  it('is queued again where its agent does not know it', async () => {
    const { reconcileRun, answers } = await aHeldJob(aSubmission(), aPlacement(), MAKE_ROOM);
    answers.runs = [];
    const { state, runs } = await reconcileRun();
    assert.deepEqual([state, runs[0]?.outcome], ['queued', 'preempted']);
  });
  it('is cancelled where that is wanted too', async () => {
    const { reconcileRun, orders } = await aHeldJob(aSubmission(), aPlacement(), aStart(), MAKE_ROOM, CANCEL);
    await reconcileRun();
    assert.deepEqual(orders, ['cancelled']);
  });
});

describe('a run that goes on and on', () => {
  it("is stopped well after its limit, by this process's own measure of time", async () => {
    const spec = aSpec({ timeoutMinutes: 10 });
    const { reconcileRun, orders, pass } = await aHeldJob(aSubmission({ spec }), aPlacement(), aStart());
    pass(10 * MINUTE);
    await reconcileRun();
    assert.deepEqual(orders, []);
    pass(2 * MINUTE);
    await reconcileRun();
    assert.deepEqual(orders, ['timedOut']);
  });
});

describe('a run on a host that is gone', () => {
  const GONE_AT = '2026-01-05T09:30:00.000Z';
  for (const presence of ['lost', 'stopped'] as const) {
    it(`(${presence}) is lost, up to the last proof of life, whatever else is asked`, async () => {
      const { reconcileRun, gone, orders } = await aHeldJob(aSubmission(), aPlacement(), aStart());
      gone(presence, GONE_AT);
      const { state, runs } = await reconcileRun();
      assert.deepEqual([state, runs[0]?.outcome, runs[0]?.endedAt, orders], ['queued', 'lost', GONE_AT, []]);
    });
  }
  it('is cancelled where that was asked for', async () => {
    const { reconcileRun, gone } = await aHeldJob(aSubmission(), aPlacement(), aStart(), CANCEL);
    gone('lost', GONE_AT);
    assert.equal((await reconcileRun()).state, 'cancelled');
  });
});
