import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import {
  calendarFeedsQuery,
  createCalendarFeed,
  feedContentsQuery,
  revokeCalendarFeed,
} from '@berth/contracts/scheduler/calendar-feeds';
import { historyQuery } from '@berth/contracts/history';
import { newId } from '@berth/kernel/ids';
import { userId } from '../../testing/fixtures.js';
import { Installation } from '../../testing/installation.js';
import { hashOf } from './feeds.js';

jest.setTimeout(60_000);

let berth: Installation;
let poolId: string;
beforeAll(async () => {
  berth = await Installation.start();
  ({ poolId } = await berth.aHost('lab'));
});
afterAll(() => berth.stop());

const contents = (secret: string) => berth.ask(feedContentsQuery, { secretHash: hashOf(secret) });

describe('feeds at secret addresses', () => {
  it('answer to their secret, which is in no event, until they are revoked', async () => {
    const made = await berth.done(createCalendarFeed, { scope: 'pool', of: 'lab' }, 'a key');
    assert.deepEqual([made.feed.scope, made.feed.of], ['pool', poolId]);
    assert.deepEqual(await berth.done(createCalendarFeed, { scope: 'pool', of: 'lab' }, 'a key'), made);
    await berth.eventually(async () => {
      const reply = await contents(made.secret);
      assert.ok(reply.ok);
      assert.deepEqual(reply.result, { name: 'lab', reservations: [] });
    });
    const about = { entity: 'calendarFeed', id: made.feed.id };
    const told = await berth.ask(historyQuery('scheduler'), about);
    assert.ok(told.ok && !JSON.stringify(told).includes(made.secret));
    const asStranger = await berth.others.ask([newId(), 'member'], revokeCalendarFeed, {
      feedId: made.feed.id,
    });
    assert.ok(!asStranger.ok && asStranger.error.code === 'NOT_FOUND');
    const revoked = await berth.done(revokeCalendarFeed, { feedId: made.feed.id });
    assert.ok(revoked.revokedAt);
    await berth.eventually(async () => {
      const reply = await contents(made.secret);
      assert.ok(!reply.ok && reply.error.code === 'NOT_FOUND');
    });
    assert.deepEqual(
      (await berth.done(calendarFeedsQuery, {})).map(({ id, revokedAt }) => [id, revokedAt !== undefined]),
      [[made.feed.id, true]],
    );
  });

  it('answer nothing while their owner is suspended', async () => {
    const { secret } = await berth.done(createCalendarFeed, { scope: 'user' });
    await berth.eventually(async () => assert.ok((await contents(secret)).ok));
    await berth.hear({ type: 'auth.user.suspended.v1', data: { userId } });
    await berth.eventually(async () => assert.ok(!(await contents(secret)).ok));
    await berth.hear({ type: 'auth.user.activated.v1', data: { userId } });
  });

  for (const [what, input, code] of [
    ['of nothing', { scope: 'pool' }, 'VALIDATION_FAILED'],
    ["of one's own, of something", { scope: 'user', of: 'lab' }, 'VALIDATION_FAILED'],
    ['of a pool that is not there', { scope: 'pool', of: 'nowhere' }, 'NOT_FOUND'],
    ['of a device that is not there', { scope: 'device', of: 'GPU-nowhere' }, 'NOT_FOUND'],
  ] as const) {
    it(`are refused ${what}, by name`, async () => {
      const reply = await berth.ask(createCalendarFeed, input);
      assert.ok(!reply.ok);
      assert.deepEqual([reply.error.code, reply.error.field], [code, 'of']);
    });
  }
});
