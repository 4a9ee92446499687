import type { Platform } from '@berth/service-host/platform';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import { calendarFeedStream } from '../../streams.js';
import { feedReservationsView } from './feed-reservations.view.js';
import { FeedContentsQuery } from './feed-contents.js';
import { CalendarFeedController } from './feed.controller.js';
import { Feeds } from './feeds.js';
import { feedsView } from './feeds.view.js';

/** Calendars that programs subscribe to. */
export function calendarFeedFeature(
  { store, readModels }: Pick<Platform, 'store' | 'readModels'>,
  { facts, visibility }: { readonly facts: Facts; readonly visibility: Visibility },
): Feature {
  const feeds = new Feeds(store);
  const contents = new FeedContentsQuery(readModels, facts, visibility);
  return {
    controllers: [CalendarFeedController],
    providers: [
      { provide: Feeds, useValue: feeds },
      { provide: FeedContentsQuery, useValue: contents },
    ],
    projections: [feedsView, feedReservationsView],
    onViews: feeds.table.follow,
    prepare: () => feeds.table.fill(readModels),
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'calendarFeed') return undefined;
      const { state } = await feeds.aggregates.load(calendarFeedStream(id));
      return state.status !== 'none' && state.userId === identity.userId;
    },
  };
}
