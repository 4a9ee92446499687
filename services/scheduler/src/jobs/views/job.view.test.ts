import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { eventsFrom, given, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import type { JobCommand } from '../job/job.js';
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
  poolId,
  projectId,
  userId,
} from '../../testing/fixtures.js';
import { jobsView, toJobView, type JobDocument } from './job.view.js';

const sealed = { keyId: 'project:test', iv: 'iv', data: 'secret' };
const anEnd = (outcome: 'succeeded' | 'failed' | 'lost' | 'timedOut' | 'cancelled', run = 1): JobCommand => ({
  type: 'endRun',
  run,
  hostId,
  outcome,
  ...(outcome === 'failed' ? { exitCode: 3, errorClass: 'exitCode' as const } : {}),
  endedAt: LATER,
  now: LATER,
});
const recordedAt = (place: number) => new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString();

/** The document after commands, with what does not depend on them filled in. */
function expectAfter(commands: readonly JobCommand[], change: Partial<JobDocument>): void {
  const events = after(...commands);
  given(jobsView)
    .events(...events)
    .expectDocument(jobId, {
      id: jobId,
      name: 'a job',
      nameLower: 'a job',
      projectId,
      userId,
      poolId,
      state: 'queued',
      spec: aSpec(),
      grantPriority: 1,
      cancelRequested: false,
      runs: [],
      deleted: false,
      originId: null,
      originIndex: null,
      hostId: (change.runs?.length ?? 0) > 0 ? hostId : null,
      createdAt: NOW,
      queuedAt: NOW,
      updatedAt: recordedAt(events.length),
      ...change,
    });
}
const lease = (run: number) => {
  const placed = aPlacement(run) as Extract<JobCommand, { type: 'place' }>;
  return { leaseId: placed.leaseId, hostId, devices: [...placed.devices], placedAt: NOW };
};
const endedRun = { run: 1, ...lease(1), state: 'ended' as const, startedAt: NOW, endedAt: LATER };

describe('the view of jobs', () => {
  it('shows a submission: queued, or awaiting approval', () => {
    expectAfter([aSubmission({ externalId: 'mine', env: sealed })], { externalId: 'mine' });
    const origin = { kind: 'array', id: projectId, index: 7 } as const;
    expectAfter([aSubmission({ origin })], { origin, originId: projectId, originIndex: 7 });
    const awaiting = { state: 'awaitingApproval', queuedAt: undefined } as never;
    expectAfter([aSubmission({ approvalRequired: true })], awaiting);
  });
  it('shows a rejection with its reason', () => {
    const reject: JobCommand = { type: 'reject', reason: 'no budget' };
    const rejected = { state: 'rejected', queuedAt: undefined, message: 'no budget' } as never;
    expectAfter([aSubmission({ approvalRequired: true }), reject], rejected);
  });
  it('shows a run from its placement to its end', () => {
    const commands = [aSubmission(), aPlacement(), aStart()];
    expectAfter(commands.slice(0, 2), { state: 'placed', runs: [{ run: 1, ...lease(1), state: 'placed' }] });
    expectAfter(commands, {
      state: 'running',
      startedAt: NOW,
      runs: [{ run: 1, ...lease(1), state: 'running', startedAt: NOW }],
    });
    expectAfter([...commands, anEnd('succeeded')], {
      state: 'succeeded',
      startedAt: NOW,
      endedAt: LATER,
      exitCode: 0,
      runs: [{ ...endedRun, outcome: 'succeeded' }],
    });
  });
  it('shows what went wrong', () => {
    const message = 'it ended with exit code 3';
    expectAfter([aSubmission(), aPlacement(), aStart(), anEnd('failed')], {
      state: 'failed',
      startedAt: NOW,
      endedAt: LATER,
      message,
      exitCode: 3,
      errorClass: 'exitCode',
      runs: [{ ...endedRun, outcome: 'failed', exitCode: 3, errorClass: 'exitCode' }],
    });
    const notFound = { errorClass: 'exitCode', failure: 'commandNotFound' } as const;
    const ended = { ...anEnd('failed'), ...notFound, exitCode: 127, message: 'there is no "trian"' };
    expectAfter([aSubmission(), aPlacement(), aStart(), ended], {
      state: 'failed',
      startedAt: NOW,
      endedAt: LATER,
      message: 'there is no "trian"',
      exitCode: 127,
      errorClass: 'commandNotFound',
      runs: [
        {
          ...endedRun,
          outcome: 'failed',
          exitCode: 127,
          errorClass: 'commandNotFound',
          message: 'there is no "trian"',
        },
      ],
    });
    expectAfter([aSubmission(), aPlacement(), aStart(), anEnd('timedOut')], {
      state: 'timedOut',
      startedAt: NOW,
      endedAt: LATER,
      message: 'it reached its time limit',
      runs: [{ ...endedRun, outcome: 'timedOut' }],
    });
  });
  it('shows a job that was lost and placed again, run by run', () => {
    expectAfter([aSubmission(), aPlacement(), aStart(), anEnd('lost'), aPlacement(2)], {
      state: 'placed',
      queuedAt: LATER,
      startedAt: NOW,
      runs: [
        { ...endedRun, outcome: 'lost' },
        { run: 2, ...lease(2), state: 'placed' },
      ],
    });
  });
  it('shows a retry as queued', () => {
    const submission = aSubmission({ spec: aSpec({ retry: { maxRetries: 1, on: [] } }) });
    const events = after(submission, aPlacement(), aStart(), anEnd('failed'));
    const [document] = [...events].reduce<[JobDocument | undefined]>(
      ([folded], event, index) => [jobsView.evolve(folded, eventsFrom([event], index + 1)[0]!, jobId)],
      [undefined],
    );
    assert.equal(document?.state, 'queued');
  });
  it('shows a cancellation that is asked for, and one that is done', () => {
    const cancel: JobCommand = { type: 'cancel', reason: 'wrong data', now: NOW };
    expectAfter([aSubmission(), aPlacement(), aStart(), cancel], {
      state: 'running',
      startedAt: NOW,
      cancelRequested: true,
      message: 'wrong data',
      runs: [{ run: 1, ...lease(1), state: 'stopping', startedAt: NOW }],
    });
    expectAfter([aSubmission(), cancel], { state: 'cancelled', endedAt: NOW, message: 'wrong data' });
  });
  it('hides a deleted job', () => {
    const cancel: JobCommand = { type: 'cancel', now: NOW };
    const deleted = { state: 'cancelled', endedAt: NOW, deleted: true } as const;
    expectAfter([aSubmission(), cancel, { type: 'delete' }], deleted);
  });
  it('has no document for what is no job, and cannot be folded without a beginning', () => {
    given(jobsView)
      .events({ type: 'scheduler.calendar.leaseReleased.v1', data: { jobId } })
      .expectNoDocument(jobId);
    given(jobsView)
      .events({ type: 'scheduler.job.succeeded.v1', data: { jobId, projectId, endedAt: NOW } })
      .expectUnfoldable(/never submitted/);
  });
  it('is the same however its events come', async () => {
    const events = after(
      aSubmission(),
      aPlacement(),
      aStart(),
      anEnd('lost'),
      aPlacement(2),
      anEnd('succeeded', 2),
    );
    await survivesReplay(jobsView, eventsFrom(events), memoryReadModels());
  });
  it('shows nothing of the env, sealed as it is, to anybody', () => {
    const [event] = eventsFrom(after(aSubmission({ env: sealed })));
    const view = toJobView(jobsView.evolve(undefined, event!, jobId)!);
    assert.ok(!JSON.stringify(view).includes('secret'));
    assert.deepEqual(
      ['env', 'notBefore', 'nameLower', 'submittedAt', 'traceparent'].filter((name) => name in view),
      [],
    );
  });
});
