import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { addMs } from '@berth/kernel/clock';
import { given } from '@berth/service-host/testing';
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
import type { EndRun, JobCommand } from './job.js';
import { jobDecider } from './job.decider.js';

const job = given(jobDecider);
const anEnd = (change: Partial<EndRun> = {}): EndRun => ({
  type: 'endRun',
  run: 1,
  hostId,
  outcome: 'succeeded',
  exitCode: 0,
  endedAt: LATER,
  now: LATER,
  ...change,
});
const ids = { jobId, projectId };

describe('submitting a job', () => {
  it('queues it at once where the pool asks for no approval', () => {
    job.when(aSubmission()).thenTypes('scheduler.job.submitted.v1', 'scheduler.job.queued.v1');
  });
  it('keeps it waiting where the pool asks for approval', () => {
    job.when(aSubmission({ approvalRequired: true })).thenTypes('scheduler.job.submitted.v1');
  });
  it('is refused for an own id that the project has already, whatever became of that job', () => {
    job
      .events(...after(aSubmission({ externalId: 'mine' })))
      .when(aSubmission({ externalId: 'mine' }))
      .refused('ALREADY_EXISTS', 'externalId');
  });
});

describe('a job that came from something', () => {
  const origin = { kind: 'workflow', id: projectId, node: 'train', attempt: 2 } as const;
  const submission = aSubmission({ origin });
  it('says so at its submission, and at its end, however it ends', () => {
    const [submitted] = after(submission);
    assert.deepEqual(submitted?.data, { ...submitted?.data, origin });
    const ends = [
      after({ ...submission, approvalRequired: true }, { type: 'reject', reason: 'no' }),
      after(submission, { type: 'cancel', now: NOW }),
      after(submission, aPlacement(), anEnd()),
      after(submission, aPlacement(), anEnd({ outcome: 'failed' })),
      after(submission, aPlacement(), anEnd({ outcome: 'timedOut' })),
      after(submission, aPlacement(), { type: 'cancel', now: NOW }, anEnd({ outcome: 'failed' })),
    ];
    for (const events of ends) {
      const end = events.at(-1);
      assert.deepEqual(end?.data, { ...end?.data, origin }, end?.type);
    }
  });
});

describe('deciding on a job that awaits approval', () => {
  const waiting = job.events(...after(aSubmission({ approvalRequired: true })));
  it('approves it into the queue', () => {
    waiting
      .when({ type: 'approve', now: NOW })
      .thenTypes('scheduler.job.approved.v1', 'scheduler.job.queued.v1');
  });
  it('rejects it with a reason', () => {
    waiting
      .when({ type: 'reject', reason: 'no budget' })
      .then({ type: 'scheduler.job.rejected.v1', data: { ...ids, reason: 'no budget' } });
  });
  it('cancels it at once', () => {
    waiting.when({ type: 'cancel', now: NOW }).thenTypes('scheduler.job.cancelled.v1');
  });
  it('decides once only', () => {
    waiting
      .when({ type: 'approve', now: NOW })
      .and.when({ type: 'approve', now: NOW })
      .refused('INVALID_STATE', 'jobId');
    waiting
      .when({ type: 'reject', reason: 'no' })
      .and.when({ type: 'approve', now: NOW })
      .refused('INVALID_STATE', 'jobId');
  });
});

describe('placing a job', () => {
  const queued = job.events(...after(aSubmission()));
  it('takes the run it was leased for', () => {
    queued.when(aPlacement()).thenTypes('scheduler.job.placed.v1');
  });
  it('refuses a run that is not the next', () => {
    queued.when(aPlacement(2)).refused('INVALID_STATE', 'run');
  });
  it('refuses once it was cancelled, so that the lease is taken back', () => {
    queued.when({ type: 'cancel', now: NOW }).and.when(aPlacement()).refused('INVALID_STATE', 'jobId');
  });
});

describe('reports on a run', () => {
  const placed = job.events(...after(aSubmission(), aPlacement()));
  const running = job.events(...after(aSubmission(), aPlacement(), aStart()));
  it('say that it started, once', () => {
    placed.when(aStart()).thenTypes('scheduler.job.runStarted.v1').and.when(aStart()).nothing();
  });
  it('are refused from another host', () => {
    running.when(anEnd({ hostId: projectId })).refused('INVALID_STATE', 'run');
  });
  it('are refused for an earlier run: its number is the fencing epoch', () => {
    running
      .when(anEnd({ outcome: 'lost' }))
      .and.when(aPlacement(2))
      .and.when(anEnd({ run: 1 }))
      .refused('INVALID_STATE', 'run');
  });
  it('end the job when it succeeded, even if it never said that it started', () => {
    placed.when(anEnd()).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.succeeded.v1');
  });
  it('are refused once the job has ended: terminal states absorb what comes late', () => {
    running
      .when(anEnd())
      .and.when(anEnd({ outcome: 'failed', exitCode: 1 }))
      .refused('INVALID_STATE', 'run');
  });
  it('that its host was lost end a run that was placed before that, and no run placed since the host came back', () => {
    const placement = aPlacement() as Extract<JobCommand, { type: 'place' }>;
    const since = job.events(...after(aSubmission(), { ...placement, hostOnlineSince: toPosition(20) }));
    const lostAt = (position: number) =>
      since.when(anEnd({ outcome: 'lost', hostGoneSince: toPosition(position) }));
    lostAt(30).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
    lostAt(10).refused('INVALID_STATE', 'hostGoneSince');
    // Of a run that an earlier version placed nothing is known.
    placed
      .when(anEnd({ outcome: 'lost', hostGoneSince: toPosition(10) }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
  });
  for (const outcome of ['preempted', 'lost'] as const) {
    it(`put it back to the queue when the run was ${outcome}`, () => {
      running.when(anEnd({ outcome })).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
    });
  }
  it('end it for good at its time limit', () => {
    running
      .when(anEnd({ outcome: 'timedOut' }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.timedOut.v1');
  });
});

describe('instants that clocks got wrong', () => {
  const EARLIER = '2026-01-05T08:00:00.000Z';
  const instantOf = (commands: readonly JobCommand[], type: string) => {
    const found = after(...commands).findLast((event) => event.type === type)?.data;
    return found && ('endedAt' in found ? found.endedAt : 'startedAt' in found ? found.startedAt : undefined);
  };
  it('never let a run start before it was placed', () => {
    const early = { ...aStart(), startedAt: EARLIER } as JobCommand;
    assert.equal(instantOf([aSubmission(), aPlacement(), early], 'scheduler.job.runStarted.v1'), NOW);
  });
  it('never let a run end before it began, nor its job', () => {
    const late = { ...aStart(), startedAt: LATER } as JobCommand;
    const commands = [aSubmission(), aPlacement(), late, anEnd({ endedAt: EARLIER })] as const;
    assert.equal(instantOf([...commands], 'scheduler.job.runEnded.v1'), LATER);
    assert.equal(instantOf([...commands], 'scheduler.job.succeeded.v1'), LATER);
  });
});

describe('a job that is lost again and again', () => {
  it('fails when its hosts have gone down with it five times', () => {
    let scenario = job.events(...after(aSubmission()));
    for (let run = 1; run <= 4; run += 1) {
      const lost = scenario.when(aPlacement(run)).and.when(anEnd({ run, outcome: 'lost' }));
      lost.thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
      scenario = lost.and;
    }
    scenario
      .when(aPlacement(5))
      .and.when(anEnd({ run: 5, outcome: 'lost' }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.failed.v1');
  });
  it('waits longer each time where its host could not take it in, and fails then, too', () => {
    const end = (run: number) => anEnd({ run, outcome: 'lost', errorClass: 'startFailed' });
    const commands: JobCommand[] = [aSubmission()];
    for (const [run, seconds] of [
      [1, 5],
      [2, 10],
      [3, 20],
      [4, 40],
    ] as const) {
      commands.push(aPlacement(run), end(run));
      const queued = after(...commands).at(-1);
      assert.ok(queued?.type === 'scheduler.job.queued.v1');
      assert.equal(queued.data.notBefore, addMs(LATER, seconds * 1000));
    }
    job
      .events(...after(...commands))
      .when(aPlacement(5))
      .and.when(end(5))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.failed.v1');
  });
  it('is not counted as lost when it was preempted', () => {
    let scenario = job.events(...after(aSubmission()));
    for (let run = 1; run <= 6; run += 1) {
      const preempted = scenario.when(aPlacement(run)).and.when(anEnd({ run, outcome: 'preempted' }));
      preempted.thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
      scenario = preempted.and;
    }
  });
});

describe('a run that failed', () => {
  const spec = (on: ('signal' | 'exitCode')[]) => aSpec({ retry: { maxRetries: 2, on } });
  const failure = anEnd({ outcome: 'failed', exitCode: 3, errorClass: 'exitCode' });
  const running = (on: ('signal' | 'exitCode')[]) =>
    job.events(...after(aSubmission({ spec: spec(on) }), aPlacement(), aStart()));
  it('fails the job when it has no retries', () => {
    job
      .events(...after(aSubmission(), aPlacement(), aStart()))
      .when(failure)
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.failed.v1');
  });
  it('is tried again, later each time, until the retries are used up', () => {
    const first = running([]).when(failure);
    first.thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
    const second = first.and.when(aPlacement(2)).and.when({ ...failure, run: 2 });
    second.thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
    second.and
      .when(aPlacement(3))
      .and.when({ ...failure, run: 3 })
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.failed.v1');
  });
  it('is tried again for the named classes of errors only', () => {
    running(['signal']).when(failure).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.failed.v1');
    running(['exitCode']).when(failure).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.queued.v1');
  });
});

describe('cancelling a job that holds devices', () => {
  const running = job.events(...after(aSubmission(), aPlacement(), aStart()));
  it('asks for its end, once', () => {
    running
      .when({ type: 'cancel', now: NOW })
      .thenTypes('scheduler.job.cancelRequested.v1')
      .and.when({ type: 'cancel', now: NOW })
      .nothing();
  });
  it('cancels it whatever way the run then ends, unless it succeeded first', () => {
    const asked = running.when({ type: 'cancel', now: NOW }).and;
    asked
      .when(anEnd({ outcome: 'failed', exitCode: 143 }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.cancelled.v1');
    asked
      .when(anEnd({ outcome: 'lost' }))
      .thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.cancelled.v1');
    asked.when(anEnd()).thenTypes('scheduler.job.runEnded.v1', 'scheduler.job.succeeded.v1');
  });
  it('is refused once it has ended', () => {
    running.when(anEnd()).and.when({ type: 'cancel', now: NOW }).refused('INVALID_STATE', 'jobId');
  });
});

describe('a job that cannot run any more', () => {
  const unrunnable = { type: 'recordRunnable', runnable: false, message: 'too large', now: NOW } as const;
  const able = { type: 'recordRunnable', runnable: true, now: LATER } as const;
  const end = (run: number) => ({ type: 'failQueued', run, message: 'too large', now: LATER }) as const;
  const queued = job.events(...after(aSubmission()));
  it('is noted once, and so is the end of that', () => {
    queued.when(unrunnable).then({
      type: 'scheduler.job.runnableChanged.v1',
      data: { ...ids, runnable: false, message: 'too large', changedAt: NOW },
    });
    job
      .events(...after(aSubmission(), unrunnable))
      .when(unrunnable)
      .nothing();
    queued.when(able).nothing();
    job
      .events(...after(aSubmission(), unrunnable))
      .when(able)
      .thenTypes('scheduler.job.runnableChanged.v1');
    job
      .events(...after(aSubmission(), unrunnable, able))
      .when(able)
      .nothing();
  });
  it('is not noted of one that has devices, nor remembered beyond a run', () => {
    job
      .events(...after(aSubmission(), aPlacement()))
      .when(unrunnable)
      .nothing();
    const again = after(aSubmission(), unrunnable, aPlacement(), anEnd({ outcome: 'preempted' }));
    job
      .events(...again)
      .when(able)
      .nothing();
    job
      .events(...again)
      .when(unrunnable)
      .thenTypes('scheduler.job.runnableChanged.v1');
  });
  it('fails when that was decided, unless it has run since', () => {
    queued
      .when(end(0))
      .then({ type: 'scheduler.job.failed.v1', data: { ...ids, endedAt: LATER, message: 'too large' } });
    const again = job.events(...after(aSubmission(), aPlacement(), anEnd({ outcome: 'preempted' })));
    again.when(end(0)).nothing();
    again.when(end(1)).thenTypes('scheduler.job.failed.v1');
    job
      .events(...after(aSubmission(), aPlacement()))
      .when(end(0))
      .nothing();
    job
      .events(...after(aSubmission(), aPlacement(), anEnd()))
      .when(end(1))
      .nothing();
  });
});

describe('deleting a job', () => {
  const done = job.events(...after(aSubmission(), aPlacement(), aStart(), anEnd()));
  it('hides it, once', () => {
    done
      .when({ type: 'delete' })
      .then({ type: 'scheduler.job.deleted.v1', data: ids })
      .and.when({ type: 'delete' })
      .nothing();
  });
  it('is refused while it runs', () => {
    job
      .events(...after(aSubmission(), aPlacement()))
      .when({ type: 'delete' })
      .refused('INVALID_STATE', 'jobId');
  });
});

describe('a job that does not exist', () => {
  it('is not found by any command but its submission', () => {
    job.when({ type: 'cancel', now: NOW }).refused('NOT_FOUND', 'jobId');
    job.when(aPlacement()).refused('NOT_FOUND', 'jobId');
  });
});
