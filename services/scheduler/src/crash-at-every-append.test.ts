import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { Aggregates } from '@berth/service-host/aggregates';
import { tempDir } from '@berth/testing/temp-dir';
import { jobDecider } from './jobs/job/job.decider.js';
import { jobStream } from './streams.js';
import { hostId } from './testing/fixtures.js';
import { lost, returned } from './testing/foreign-events.js';
import type { BeforeAppend } from './testing/crashing-store.js';
import { count, crashAtEveryAppend } from './testing/crash-scenario.js';

jest.setTimeout(120_000);

const folder = tempDir('crashing');

describe('a scheduler that dies between any two appends', () => {
  it('runs a job once all the same', async () => {
    const appends = await crashAtEveryAppend(
      folder,
      'success',
      async (scenario) => {
        await scenario.submit();
        await scenario.until('succeeded');
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const once = [
          'submitted',
          'queued',
          'devicesLeased',
          'placed',
          'runStarted',
          'runEnded',
          'succeeded',
        ];
        assert.deepEqual(
          count(events),
          Object.fromEntries([...once, 'leaseReleased'].map((type) => [type, 1])),
        );
        assert.equal(agent.launched.length, 1);
      },
    );
    assert.equal(appends, 6);
  });

  it('cancels a running job all the same', async () => {
    await crashAtEveryAppend(
      folder,
      'cancel',
      async (scenario) => {
        scenario.agent.finishes = false;
        await scenario.submit();
        await scenario.until('running');
        await scenario.cancel();
        await scenario.until('cancelled');
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const { cancelRequested, runEnded, cancelled, leaseReleased } = count(events);
        assert.deepEqual([cancelRequested, runEnded, cancelled, leaseReleased], [1, 1, 1, 1]);
        assert.equal(agent.launched.length, 1);
      },
    );
  });

  it('takes a lease back from a job that was cancelled meanwhile', async () => {
    await crashAtEveryAppend(
      folder,
      'refusal',
      async (scenario) => {
        await scenario.submit();
        await scenario.until('cancelled');
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const { devicesLeased, placed = 0, cancelled, leaseReleased } = count(events);
        assert.deepEqual([devicesLeased, placed, cancelled, leaseReleased], [1, 0, 1, 1]);
        const released = events.find(({ type }) => type === 'scheduler.calendar.leaseReleased.v1');
        assert.equal(released?.data['cause'], 'jobRefused');
        assert.equal(agent.launched.length, 0);
      },
      cancelsBetweenLeaseAndPlacement,
    );
  });

  it('queues the job of a lost host once, and has the stale run ended', async () => {
    await crashAtEveryAppend(
      folder,
      'lost',
      async (scenario) => {
        scenario.agent.finishes = false;
        await scenario.submit();
        await scenario.until('running');
        await scenario.hear(lost(hostId));
        await scenario.until('queued');
        scenario.agent.finishes = true;
        await scenario.hear(returned(hostId));
        await scenario.until('succeeded');
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const outcomes = events
          .filter(({ type }) => type === 'scheduler.job.runEnded.v1')
          .map(({ data }) => data['outcome']);
        assert.deepEqual(outcomes, ['lost', 'succeeded']);
        const { devicesLeased, placed, leaseReleased, succeeded } = count(events);
        assert.deepEqual([devicesLeased, placed, leaseReleased, succeeded], [2, 2, 2, 1]);
        assert.equal(agent.launched.length, 2);
      },
    );
  });
});

/** Another instance of the scheduler takes the cancellation just before this one would place the job. */
function cancelsBetweenLeaseAndPlacement(): BeforeAppend {
  let done = false;
  return async (stream, events, store) => {
    if (done || events[0]?.type !== 'scheduler.job.placed.v1') return;
    done = true;
    const jobId = stream.slice(jobStream('').length);
    const now = new Date().toISOString();
    const meta = { ...events[0].metadata, commandId: crypto.randomUUID(), now };
    const other = new Aggregates(store, jobDecider);
    const cancelled = await other.execute(jobStream(jobId), { type: 'cancel', now }, meta);
    assert.ok(cancelled.ok);
  };
}
