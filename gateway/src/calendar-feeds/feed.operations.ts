import {
  calendarFeedsQuery,
  createCalendarFeed,
  feedScopes,
  revokeCalendarFeed,
  type CalendarFeedView,
} from '@berth/contracts/scheduler/calendar-feeds';
import { ok } from '@berth/kernel/result';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';

const FeedScopeEnum = enumOf('CalendarFeedScope', {
  description: "Which bookings: the caller's own, those of a device, or those of a pool.",
  values: feedScopes,
});

const Feed = builder.objectRef<CalendarFeedView>('CalendarFeed').implement({
  description: 'Bookings at a secret address, for calendar programs.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To revoke it by.' }),
    scope: t.field({ type: FeedScopeEnum, description: 'Which bookings.', resolve: ({ scope }) => scope }),
    of: t.exposeString('of', { nullable: true, description: "The device's UUID, or the pool's id." }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (feed) => feed.createdAt,
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it answers no more.',
      resolve: (feed) => feed.revokedAt,
    }),
  }),
});

builder.queryField('calendarFeeds', (t) =>
  t.field({
    type: [Feed],
    description: "The caller's feeds, newest first. Their addresses are not told again.",
    resolve: async (_root, _args, { calls }) => [...(await calls.query(calendarFeedsQuery, {}))],
  }),
);

const CreateSuccess = builder
  .objectRef<{ readonly feed: CalendarFeedView; readonly url: string }>('CreateCalendarFeedSuccess')
  .implement({
    description: '`createCalendarFeed` was done.',
    fields: (t) => ({
      feed: t.field({ type: Feed, description: 'The feed.', resolve: ({ feed }) => feed }),
      url: t.exposeString('url', {
        description:
          'Where calendar programs find it. Whoever has it can read it; it is shown this once only.',
      }),
    }),
  });

defineMutation({
  name: 'createCalendarFeed',
  description: 'Makes a secret address at which calendar programs find bookings (iCalendar).',
  input: (t) => ({
    scope: t.field({ type: FeedScopeEnum, required: true, description: 'Which bookings.' }),
    of: t.string({ description: "The device's UUID, or the pool's id or name; left out for one's own." }),
  }),
  success: CreateSuccess,
  run: async ({ scope, of }, { calls, baseUrl }, info) => {
    const given = of === undefined ? {} : { of: scope === 'pool' ? toPlainId(of) : of };
    const made = await calls.command(createCalendarFeed, { scope, ...given }, info);
    if (!made.ok) return made;
    const { feed, secret } = made.value;
    return ok({ feed, url: `${baseUrl}/calendar/${secret}.ics` });
  },
});

defineMutation({
  name: 'revokeCalendarFeed',
  description: 'Ends a feed: its address answers no more.',
  input: (t) => ({ feedId: t.id({ required: true, description: 'Id of the feed.' }) }),
  success: successOf('revokeCalendarFeed', 'feed', Feed, 'The feed after the change.'),
  run: async ({ feedId }, { calls }, info) =>
    asValue(await calls.command(revokeCalendarFeed, { feedId: String(feedId) }, info)),
});
