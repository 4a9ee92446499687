import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { defined } from '@berth/kernel/defined';
import type { JobDocument } from '../../jobs/views/job.view.js';
import { aQueuedJob, LATER, NOW } from '../../testing/fixtures.js';
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

describe('a recorded workload', () => {
  it('has jobs as they were submitted, and runs as long as the last one took', () => {
    const done: JobDocument = {
      ...aQueuedJob('done', { grantPriority: 0, priority: 7 }, 'succeeded'),
      runs: [run(NOW, NOW), run(NOW, LATER)],
      endedAt: LATER,
    };
    const { jobs, notes, startsAt } = recordedWorkload(
      [done, aQueuedJob('waits'), { ...aQueuedJob('cancelled', {}, 'cancelled'), endedAt: NOW }],
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
