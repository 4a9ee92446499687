import assert from 'node:assert/strict';
import { afterAll, beforeAll, it } from '@jest/globals';
import type { Bus } from '@berth/bus/connection';
import { connectAs, silentLog } from '@berth/bus/test-bus';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { followAuth } from './auth-feed.js';

let platform: StandInPlatform;
let empty: TestNats;
const buses: Bus[] = [];

beforeAll(async () => {
  [platform, empty] = await Promise.all([StandInPlatform.start(), startNats()]);
});
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.close()));
  await Promise.all([platform.stop(), empty.stop()]);
});

/** How many events had been taken each time that it said to have caught up. */
async function follow(nats: TestNats) {
  const bus = await connectAs(nats, 'gateway');
  buses.push(bus);
  const following = new AbortController();
  const caughtUpAfter: number[] = [];
  let taken = 0;
  const ended = followAuth({
    bus,
    log: silentLog,
    take: () => (taken += 1),
    onCaughtUp: () => caughtUpAfter.push(taken),
    signal: following.signal,
  });
  return {
    caughtUpAfter,
    stop: () => {
      following.abort();
      return ended;
    },
  };
}

it('has caught up once it has applied every revocation of the last hour', async () => {
  for (let session = 0; session < 300; session += 1) {
    const data = { sessionId: newId(), userId: newId(), cause: 'logout' };
    await platform.publish(`session:${data.sessionId}`, 'auth.session.ended.v1', data);
  }
  const { caughtUpAfter, stop } = await follow(platform.nats);
  await eventually(() => assert.deepEqual(caughtUpAfter, [300]));
  await stop();
});

it('has nothing to catch up with where auth has never published', async () => {
  const { caughtUpAfter, stop } = await follow(empty);
  await eventually(() => assert.equal(caughtUpAfter[0], 0));
  await stop();
});
