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
import { asSuccess, defineCommandMutation, defineMutation, successOf } from '../graphql/mutation.js';

const FeedScopeEnum = enumOf('CalendarFeedScope', {
  description: 'Which reservations a feed contains: those of the caller, of a device or of a pool.',
  values: feedScopes,
});

const Feed = builder.objectRef<CalendarFeedView>('CalendarFeed').implement({
  description: 'Reservations as iCalendar at a secret URL, for calendar programs.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for revoking it.' }),
    scope: t.field({
      type: FeedScopeEnum,
      description: 'Which reservations it contains.',
      resolve: ({ scope }) => scope,
    }),
    of: t.exposeString('of', { nullable: true, description: "The device's UUID, or the pool's id." }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (feed) => feed.createdAt,
    }),
    revokedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
      resolve: (feed) => feed.revokedAt,
    }),
  }),
});

builder.queryField('calendarFeeds', (t) =>
  t.field({
    type: [Feed],
    description: "The caller's calendar feeds, newest first. Their URLs are not shown again.",
    resolve: async (_root, _args, { calls }) => [...(await calls.query(calendarFeedsQuery, {}))],
  }),
);

const CreateSuccess = builder
  .objectRef<{ readonly feed: CalendarFeedView; readonly url: string }>('CreateCalendarFeedSuccess')
  .implement({
    description: '`createCalendarFeed` succeeded.',
    fields: (t) => ({
      feed: t.field({ type: Feed, description: 'The feed.', resolve: ({ feed }) => feed }),
      url: t.exposeString('url', {
        description: 'URL of the feed. Everyone who has it can read the feed. It is shown only once.',
      }),
    }),
  });

defineMutation({
  schema: createCalendarFeed.input,
  name: 'createCalendarFeed',
  description: 'Creates a secret URL that serves reservations as iCalendar.',
  input: {
    scope: 'Which reservations it contains.',
    of: "UUID of the device, or id or name of the pool; omit it for the caller's own reservations.",
  },
  success: asSuccess(CreateSuccess),
  run: async (input, { calls, baseUrl }, info) => {
    const made = await calls.command(createCalendarFeed, input, info);
    if (!made.ok) return made;
    const { feed, secret } = made.value;
    return ok({ feed, url: `${baseUrl}/calendar/${secret}.ics` });
  },
});

defineCommandMutation({
  operation: revokeCalendarFeed,
  name: 'revokeCalendarFeed',
  description: 'Revokes a calendar feed: its URL stops working.',
  input: { feedId: 'Id of the feed.' },
  success: successOf('revokeCalendarFeed', 'feed', Feed, 'The feed after the change.'),
});
