import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { defined } from '@berth/kernel/defined';
import type { Tail } from '../archive/log-archive.js';
import { isOutputComplete, OUTPUT_GRACE_MS } from './output-end.js';
import type { KnownJob, KnownRun } from './job-directory.view.js';

const AT = '2026-03-01T12:00:00.000Z';
const THEN = Date.parse(AT);
const SOON = THEN + 1000;
const LATE = THEN + OUTPUT_GRACE_MS + 1;
const aRun = (run: number, end?: Partial<KnownRun['end']>): KnownRun => ({
  run,
  hostId: 'A',
  ...(end ? { end: { at: AT, outcome: 'succeeded', ...end } } : {}),
});
const aJob = (runs: KnownRun[], overSince?: string): KnownJob => ({
  jobId: 'J',
  projectId: 'P',
  runs,
  ...defined({ overSince }),
});
const tails = (run: number, ended: boolean, archivedAt = THEN): Tail[] =>
  (['stdout', 'stderr'] as const).map((stream) => ({ run, stream, seq: 3, ended, archivedAt }));

describe('the output of a job is complete', () => {
  it('when the job is over and both streams of each run have come to their end', () => {
    const job = aJob([aRun(1, { outcome: 'preempted' }), aRun(2, {})], AT);
    const all = [...tails(1, true), ...tails(2, true)];
    assert.equal(isOutputComplete(job, undefined, all, SOON), true);
    assert.equal(isOutputComplete(job, undefined, all.slice(1), SOON), false);
    assert.equal(isOutputComplete(aJob(job.runs), undefined, all, SOON), false);
  });

  it('when nothing has come for a while after its end, since the host may be gone', () => {
    const job = aJob([aRun(1, { outcome: 'lost' })], AT);
    assert.equal(isOutputComplete(job, undefined, tails(1, false), SOON), false);
    assert.equal(isOutputComplete(job, undefined, tails(1, false), LATE), true);
    assert.equal(isOutputComplete(job, undefined, tails(1, false, THEN + 5000), LATE), false);
  });

  it('when its end lies ahead, since the clock was set back', () => {
    const job = aJob([aRun(1, { outcome: 'lost' })], AT);
    assert.equal(isOutputComplete(job, undefined, tails(1, false), THEN - 1000), false);
    assert.equal(isOutputComplete(job, undefined, tails(1, false), THEN - 3_600_000), true);
  });

  it('at once when it never ran', () => {
    assert.equal(isOutputComplete(aJob([], AT), undefined, [], SOON), true);
    const job = aJob([aRun(1, { outcome: 'failed', errorClass: 'startFailed' })], AT);
    assert.equal(isOutputComplete(job, undefined, [], SOON), true);
  });

  it('of one run when that has ended, whatever follows', () => {
    const job = aJob([aRun(1, { outcome: 'preempted' }), aRun(2)]);
    assert.equal(isOutputComplete(job, 1, tails(1, true), SOON), true);
    assert.equal(isOutputComplete(job, 2, [...tails(1, true), ...tails(2, true)], LATE), false);
    assert.equal(isOutputComplete(job, 3, [], LATE), false);
  });
});
