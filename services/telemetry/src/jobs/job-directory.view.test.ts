import { describe, it } from '@jest/globals';
import type { JsonObject } from '@berth/kernel/json';
import { given } from '@berth/read-models/testing';
import { jobDirectory } from './job-directory.view.js';

const event = (name: string, data: JsonObject = {}, recordedAt = '2026-03-01T12:00:00.000Z') => ({
  type: `scheduler.job.${name}.v1`,
  data: { jobId: 'J', projectId: 'P', ...data },
  recordedAt,
});
const placed = (run: number, hostId: string) => event('placed', { run, hostId });

describe('the directory of jobs in telemetry', () => {
  it('is where runs were placed and how they ended', () => {
    const at = '2026-03-01T13:00:00.000Z';
    given(jobDirectory)
      .events(event('submitted'))
      .expectDocument('J', { jobId: 'J', projectId: 'P', runs: [] })
      .events(
        placed(1, 'A'),
        event('runEnded', { run: 1, outcome: 'lost', errorClass: 'hostLost' }, at),
        placed(2, 'B'),
      )
      .expectDocument('J', {
        jobId: 'J',
        projectId: 'P',
        runs: [
          { run: 1, hostId: 'A', end: { at, outcome: 'lost', errorClass: 'hostLost' } },
          { run: 2, hostId: 'B' },
        ],
      });
  });

  for (const end of ['rejected', 'succeeded', 'failed', 'cancelled', 'timedOut']) {
    it(`is that a job is over once it is ${end}`, () => {
      const at = '2026-03-01T14:00:00.000Z';
      given(jobDirectory)
        .events(event('submitted'), event(end, {}, at))
        .expectDocument('J', { jobId: 'J', projectId: 'P', runs: [], overSince: at });
    });
  }

  it('is nothing of what else happens', () => {
    given(jobDirectory).events(event('queued'), event('deleted')).expectNoDocument('J');
  });
});
