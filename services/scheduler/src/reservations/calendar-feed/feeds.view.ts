import { readAs } from '@berth/event-store';
import type { CalendarFeedEvent, FeedScope } from '@berth/contracts/scheduler/calendar-feeds';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

export type FeedDocument = {
  readonly feedId: string;
  readonly userId: string;
  readonly scope: FeedScope;
  readonly of: string | null;
  readonly createdAt: string;
  readonly revokedAt: string | null;
};

export const feedsView: Projection<FeedDocument> = {
  name: 'calendarFeeds',
  version: 1,
  collection: { name: 'calendar_feeds', indexes: [] },
  keys: (event) => (event.type.startsWith('scheduler.calendarFeed.') ? [String(event.data['feedId'])] : []),
  evolve: (feed, event) => evolveFeed(feed, readAs<CalendarFeedEvent>(event)),
};

function evolveFeed(feed: FeedDocument | undefined, event: CalendarFeedEvent): FeedDocument {
  switch (event.type) {
    case 'scheduler.calendarFeed.created.v1': {
      const { secretHash: _, of = null, ...created } = event.data;
      return { ...created, of, revokedAt: null };
    }
    case 'scheduler.calendarFeed.revoked.v1':
      if (!feed) throw new Error('a feed was revoked that was never made');
      return { ...feed, revokedAt: event.data.revokedAt };
    default:
      return assertNever(event);
  }
}
