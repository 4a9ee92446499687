import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { evolveJobDocument, type JobDocument } from '../views/job.view.js';
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
  projectId,
} from '../../testing/fixtures.js';
import type { EndRun, JobCommand, PreemptRun } from './job.js';
import { jobDecider } from './job.decider.js';

const job = given(jobDecider);
const running = job.events(...after(aSubmission(), aPlacement(), aStart()));
const aRequest = (change: Partial<PreemptRun> = {}): PreemptRun => ({
  type: 'preempt',
  run: 1,
  cause: 'betterClass',
  graceSeconds: 30,
  message: 'a job of class 0 needs its device',
  now: NOW,
  ...change,
});
const anEnd = (change: Partial<EndRun> = {}): EndRun => ({
  type: 'endRun',
  run: 1,
  hostId,
  outcome: 'preempted',
  endedAt: LATER,
  now: LATER,
  ...change,
});

describe('asking a run to make room', () => {
  it('is recorded with cause and grace, once a run', () => {
    const { cause, graceSeconds, message } = aRequest();
    running
      .when(aRequest())
      .then({
        type: 'scheduler.job.preemptionRequested.v1',
        data: { jobId, projectId, run: 1, hostId, cause, graceSeconds, message, requestedAt: NOW },
      })
      .and.when(aRequest({ cause: 'reservation' }))
      .nothing();
  });

  it('is refused for any but the current run', () => {
    running.when(aRequest({ run: 2 })).refused('INVALID_STATE', 'run');
    job
      .events(...after(aSubmission()))
      .when(aRequest())
      .refused('INVALID_STATE', 'run');
    running.when(anEnd()).and.when(aRequest()).refused('INVALID_STATE', 'run');
  });

  it('changes nothing where the run is to be cancelled anyway', () => {
    running.when({ type: 'cancel', now: NOW }).and.when(aRequest()).nothing();
  });

  it('queues the job again however the run goes, without using up a retry, unless it was done', () => {
    const asked = running.when(aRequest()).and;
    const again = ['scheduler.job.runEnded.v1', 'scheduler.job.queued.v1'] as const;
    asked.when(anEnd()).thenTypes(...again);
    asked.when(anEnd({ outcome: 'failed', errorClass: 'signal' })).thenTypes(...again);
    asked.when(anEnd({ outcome: 'lost' })).thenTypes(...again);
    asked
      .when(anEnd({ outcome: 'succeeded' }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.succeeded.v1');
    const spec = aSpec({ retry: { maxRetries: 1, on: [] } });
    const failed = anEnd({ run: 2, outcome: 'failed', exitCode: 1 });
    job
      .events(...after(aSubmission({ spec }), aPlacement(), aStart(), aRequest(), anEnd(), aPlacement(2)))
      .when(failed)
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
  });

  it('shows on the run, and the job keeps its place in the queue', () => {
    const documentAfter = (...commands: readonly JobCommand[]) =>
      after(...commands).reduce<JobDocument | undefined>(evolveJobDocument, undefined);
    const asked = documentAfter(aSubmission(), aPlacement(), aStart(), aRequest({ forJobId: projectId }));
    assert.deepEqual(
      [asked?.runs[0]?.state, asked?.runs[0]?.preemption],
      [
        'stopping',
        {
          cause: 'betterClass',
          forJobId: projectId,
          graceSeconds: 30,
          message: 'a job of class 0 needs its device',
          requestedAt: NOW,
        },
      ],
    );
    const again = documentAfter(aSubmission(), aPlacement(), aStart(), aRequest(), anEnd());
    assert.deepEqual([again?.state, again?.createdAt, again?.queuedAt], ['queued', NOW, LATER]);
  });
});

describe('holding back before a retry', () => {
  const waits = (retry: { backoffSeconds?: number; maxBackoffSeconds?: number }, failures: number) => {
    const spec = aSpec({ retry: { maxRetries: 20, on: [], ...retry } });
    const commands = Array.from({ length: failures }, (_, index) => [
      aPlacement(index + 1),
      anEnd({ run: index + 1, outcome: 'failed', exitCode: 1, now: NOW }),
    ]).flat();
    const queued = after(aSubmission({ spec }), ...commands).at(-1)?.data as { notBefore?: string };
    return (Date.parse(queued.notBefore ?? NOW) - Date.parse(NOW)) / 1000;
  };
  it('doubles from 5 s up to an hour where nothing is said', () => {
    assert.deepEqual([waits({}, 1), waits({}, 2), waits({}, 3), waits({}, 15)], [5, 10, 20, 3600]);
  });
  it('goes from what the job says to what it says', () => {
    const retry = { backoffSeconds: 0.5, maxBackoffSeconds: 3 };
    assert.deepEqual([waits(retry, 1), waits(retry, 2), waits(retry, 4)], [0.5, 1, 3]);
    assert.deepEqual([waits({ backoffSeconds: 7200 }, 1), waits({ backoffSeconds: 7200 }, 5)], [7200, 7200]);
  });
});
