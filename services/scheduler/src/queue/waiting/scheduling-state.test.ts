import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { eventsFrom, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import type { JobCommand } from '../../jobs/job/job.js';
import { jobDecider } from '../../jobs/job/job.decider.js';
import {
  after,
  aPlacement,
  aSpec,
  aStart,
  aSubmission,
  hostId,
  jobId,
  LATER,
  NOW,
} from '../../testing/fixtures.js';
import { schedulingStateAfter } from '../../testing/scheduling-states.js';
import { schedulingStates } from './scheduling-states.view.js';

const sealed = { keyId: 'project:test', iv: 'iv', data: 'secret' };
const cancel: JobCommand = { type: 'cancel', now: NOW };
const anEnd = (outcome: 'succeeded' | 'failed' | 'lost' | 'timedOut', run = 1): JobCommand => ({
  type: 'endRun',
  run,
  hostId,
  outcome,
  ...(outcome === 'failed' ? { exitCode: 127, errorClass: 'exitCode' as const } : {}),
  endedAt: LATER,
  now: LATER,
});
const stateAfter = (...commands: readonly JobCommand[]) => schedulingStateAfter(after(...commands));
const retried = aSubmission({ spec: aSpec({ retry: { maxRetries: 1, on: [] } }) });

describe('the scheduling state of a job', () => {
  it('has of a submission what decides where and when it runs, and not what it runs', () => {
    const state = stateAfter(aSubmission({ env: sealed, spec: aSpec({ vcpus: 2, image: 'cuda' }) }));
    const { command: _, args: __, envNames: ___, retry: ____, ...spec } = aSpec({ vcpus: 2 });
    assert.deepEqual([state?.state, state?.queuedAt, state?.spec], ['queued', NOW, spec]);
    assert.ok(!JSON.stringify(state).includes('secret'));
  });
  it('is there while a job awaits approval', () => {
    assert.equal(stateAfter(aSubmission({ approvalRequired: true }))?.state, 'awaitingApproval');
  });
  it('keeps the trace of the submission', () => {
    const [event] = eventsFrom(after(aSubmission()));
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const traced = { ...event!, metadata: { ...event!.metadata, traceparent } };
    assert.equal(schedulingStates.evolve(undefined, traced, jobId)?.traceparent, traceparent);
  });
  it('knows the run that is placed, that it started, and that it is to be stopped', () => {
    const placed = stateAfter(aSubmission(), aPlacement());
    assert.deepEqual([placed?.state, placed?.runs.at(-1)?.hostId], ['placed', hostId]);
    assert.equal(stateAfter(aSubmission(), aPlacement(), aStart())?.state, 'running');
    assert.equal(stateAfter(aSubmission(), aPlacement(), aStart(), cancel)?.cancelRequested, true);
  });
  it('knows how earlier runs ended, and when the next may begin', () => {
    const state = stateAfter(retried, aPlacement(), aStart(), anEnd('failed'));
    assert.deepEqual([state?.state, state?.notBefore], ['queued', '2026-01-05T10:00:05.000Z']);
    const [run] = state?.runs ?? [];
    assert.deepEqual([run?.outcome, run?.errorClass, run?.exitCode], ['failed', 'exitCode', 127]);
  });
  it('is gone with the job, however it ends, and does not come back', () => {
    const ran = [aSubmission(), aPlacement(), aStart()];
    for (const outcome of ['succeeded', 'failed', 'timedOut'] as const)
      assert.equal(stateAfter(...ran, anEnd(outcome)), undefined);
    assert.equal(stateAfter(aSubmission(), cancel), undefined);
    assert.equal(stateAfter(aSubmission(), cancel, { type: 'delete' }), undefined);
  });
  it('agrees with what the decider decides on, after every event', () => {
    const events = after(retried, aPlacement(), aStart(), anEnd('lost'), aPlacement(2), anEnd('failed', 2));
    const ended = after(aSubmission(), aPlacement(), cancel, anEnd('succeeded'));
    for (const log of [events, ended])
      for (const [index] of log.entries()) {
        const seen = log.slice(0, index + 1);
        const job = seen.reduce((folded, event) => jobDecider.evolve(folded, event), jobDecider.initialState);
        const state = schedulingStateAfter(seen);
        if (job.status === 'queued')
          assert.deepEqual([state?.state, state?.runs.length], ['queued', job.facts.lastRun]);
        else if (job.status === 'placed' || job.status === 'running')
          assert.deepEqual(
            [state?.state, state?.runs.at(-1)?.run, state?.cancelRequested],
            [job.status, job.current.run, job.cancelRequested],
          );
        else if (job.status !== 'runEnded' && job.status !== 'awaitingApproval')
          assert.equal(state, undefined);
      }
  });
  it('is the same however its events come', async () => {
    const events = after(aSubmission(), aPlacement(), aStart(), anEnd('lost'), aPlacement(2), aStart(2));
    await survivesReplay(schedulingStates, eventsFrom(events), memoryReadModels());
    const whole = after(aSubmission(), aPlacement(), aStart(), anEnd('succeeded'));
    await survivesReplay(schedulingStates, eventsFrom(whole), memoryReadModels());
  });
});
