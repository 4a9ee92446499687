import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { LATER, NOW, userId } from '../../testing/fixtures.js';
import { feedIdOf, hashOf } from './feeds.js';
import { feedDecider, type FeedCommand } from './feed.js';

const secretHash = hashOf('secret');
const feedId = feedIdOf(secretHash);
const create: FeedCommand = { type: 'create', feedId, userId, scope: 'user', secretHash, now: NOW };
const revoke: FeedCommand = { type: 'revoke', now: LATER };
const feed = given(feedDecider);

describe('a calendar feed', () => {
  it('is made once, and revoked once', () => {
    const made = feed.when(create).thenTypes('scheduler.calendarFeed.created.v1').and;
    made.when(create).refused('ALREADY_EXISTS');
    made
      .when(revoke)
      .then({ type: 'scheduler.calendarFeed.revoked.v1', data: { feedId, userId, revokedAt: LATER } })
      .and.when(revoke)
      .nothing();
  });
  it('is not found before it was made', () => {
    feed.when(revoke).refused('NOT_FOUND', 'feedId');
  });
});
