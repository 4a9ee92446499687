import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import { id, instant, nameOrId } from '../fields.js';

export const feedScopes = ['user', 'device', 'pool'] as const;
export const feedScope = z.enum(feedScopes);
export type FeedScope = z.output<typeof feedScope>;

const feed = { feedId: id, userId: id };

/** Calendars that programs subscribe to by a secret address. Only the hash (SHA-256) of the secret is kept. */
export const calendarFeedEvents = {
  created: defineEvent(
    'scheduler.calendarFeed.created.v1',
    "A user may read reservations by a secret address: their own ones, a device's or a pool's.",
    z.object({
      ...feed,
      scope: feedScope,
      /** The device's UUID, or the pool's id; absent for a user's own reservations. */
      of: z.string().optional(),
      secretHash: z.string(),
      createdAt: instant,
    }),
  ),
  revoked: defineEvent(
    'scheduler.calendarFeed.revoked.v1',
    'The feed was revoked: its secret address no longer works.',
    z.object({ ...feed, revokedAt: instant }),
  ),
};
export type CalendarFeedEvent = EventOf<typeof calendarFeedEvents>;

export type CalendarFeedView = {
  readonly id: string;
  readonly scope: FeedScope;
  readonly of?: string;
  readonly createdAt: string;
  readonly revokedAt?: string;
};

/**
 * A reservation as a calendar program gets it. What the feed's owner may not know of others' reservations is left
 * out.
 */
export type FeedReservation = {
  readonly reservationId: string;
  /** Rises with each change (RFC 5545, section 3.8.7.4). */
  readonly sequence: number;
  readonly from: string;
  readonly until: string;
  readonly cancelled: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly pool: string;
  readonly devices: readonly { readonly host: string; readonly index: number; readonly model: string }[];
  /** Whether title and reason may be shown; else only that the devices are reserved. */
  readonly visible: boolean;
  readonly title?: string;
};

export type FeedContents = { readonly name: string; readonly reservations: readonly FeedReservation[] };

export const createCalendarFeed = defineCommand<{
  readonly feed: CalendarFeedView;
  readonly secret: string;
}>('createCalendarFeeds')(
  'scheduler',
  'calendarFeed',
  'create',
  z
    .strictObject({ scope: feedScope, of: nameOrId.optional() })
    .refine(({ scope, of }) => (scope === 'user') === (of === undefined), {
      path: ['of'],
      message:
        'must be the UUID of the device, or the id or name of the pool; omit it for your own reservations',
    }),
);
export const revokeCalendarFeed = defineCommand<CalendarFeedView>('revokeCalendarFeeds')(
  'scheduler',
  'calendarFeed',
  'revoke',
  z.strictObject({ feedId: id }),
);
/** The caller's own, those that answer no more included. */
export const calendarFeedsQuery = defineQuery<readonly CalendarFeedView[]>('read')(
  'scheduler',
  'calendarFeeds',
  z.strictObject({}),
);
/** Without a token: the secret is the credential, and only its hash crosses the bus. */
export const feedContentsQuery = defineQuery<FeedContents>('public')(
  'scheduler',
  'feedContents',
  z.strictObject({ secretHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex') }),
);
