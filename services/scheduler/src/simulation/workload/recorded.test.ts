import assert from 'node:assert/strict';
import { defined } from '@berth/kernel/defined';
import { describe, it } from '@jest/globals';
import { jobsView, type JobDocument } from '../../jobs/views/job.view.js';
import { eventsFrom } from '@berth/read-models/testing';
import { after, aSpec, aSubmission, LATER, NOW } from '../../testing/fixtures.js';
import { recordedWorkload } from './recorded.js';

const FROM = '2026-01-05T08:00:00.000Z';
const run = (startedAt?: string, endedAt?: string): JobDocument['runs'][number] => ({
  run: 1,
  state: 'ended',
  leaseId: 'L',
  hostId: 'H',
  devices: [],
  placedAt: NOW,
  ...defined({ startedAt, endedAt }),
});

function aJob(jobId: string, change: Partial<JobDocument> = {}): JobDocument {
  const submission = aSubmission({ jobId, grantPriority: 0, spec: aSpec({ priority: 7 }) });
  const [submitted] = eventsFrom(after(submission));
  assert.ok(submitted);
  const document = jobsView.evolve(undefined, submitted, jobId);
  assert.ok(document);
  return { ...document, ...change };
}

describe('a recorded workload', () => {
  it('has jobs as they were submitted, and runs as long as the last one took', () => {
    const runs = [run(NOW, NOW), run(NOW, LATER)];
    const done = aJob('done', { state: 'succeeded', runs, endedAt: LATER });
    const { jobs, notes, startsAt } = recordedWorkload(
      [done, aJob('waits'), aJob('cancelled', { state: 'cancelled', endedAt: NOW })],
      FROM,
      'workload.recorded',
    );
    assert.equal(startsAt, FROM);
    assert.deepEqual(
      jobs.map(({ id, submitSeconds, runSeconds, limitSeconds, grantPriority, priority, gpus }) => [
        id,
        submitSeconds,
        runSeconds,
        limitSeconds,
        grantPriority,
        priority,
        gpus,
      ]),
      [['done', 3600, 3600, 3600, 0, 7, 1]],
    );
    assert.deepEqual(notes, ['2 jobs that never ran, or had not ended, left out']);
  });
});
