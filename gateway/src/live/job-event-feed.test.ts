import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { ensureEventStream } from '@berth/bus/event-stream';
import { connectAs, silentLog } from '@berth/bus/test-bus';
import { eventually } from '@berth/testing/eventually';
import { startNats } from '@berth/testing/nats';
import { JobEventFeed } from './job-event-feed.js';

it('says once that the stream of jobs is not there yet, and follows it when it is', async () => {
  const nats = await startNats();
  const [gateway, scheduler] = await Promise.all([connectAs(nats, 'gateway'), connectAs(nats, 'scheduler')]);
  const ending = new AbortController();
  onTestEnd(async () => {
    ending.abort();
    await Promise.all([gateway.close(), scheduler.close()]);
    await nats.stop();
  });
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => warnings.push(message) };
  const feed = new JobEventFeed(gateway, log, ending.signal);
  using _place = feed.join();
  await eventually(() => assert.equal(warnings.length, 1));
  await sleep(2_500);
  assert.deepEqual(warnings, ['the stream of job events does not exist yet']);
  await ensureEventStream(await jetstreamManager(scheduler.nc), 'scheduler');
  await eventually(() => assert.equal(feed.floor, 0));
});
