import type { CalendarFeedEvent, FeedScope } from '@berth/contracts/scheduler/calendar-feeds';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export type Feed =
  | { readonly status: 'none' }
  | { readonly status: 'open' | 'revoked'; readonly feedId: string; readonly userId: string };

export type FeedCommand =
  | {
      readonly type: 'create';
      readonly feedId: string;
      readonly userId: string;
      readonly scope: FeedScope;
      readonly of?: string;
      readonly secretHash: string;
      readonly now: string;
    }
  | { readonly type: 'revoke'; readonly now: string };

export const feedDecider: Decider<Feed, FeedCommand, CalendarFeedEvent> = {
  initialState: { status: 'none' },
  evolve(_, { type, data: { feedId, userId } }) {
    switch (type) {
      case 'scheduler.calendarFeed.created.v1':
        return { status: 'open', feedId, userId };
      case 'scheduler.calendarFeed.revoked.v1':
        return { status: 'revoked', feedId, userId };
      default:
        return assertNever(type);
    }
  },
  decide(command, feed) {
    switch (command.type) {
      case 'create': {
        const { type: _, now, ...created } = command;
        if (feed.status !== 'none')
          return err(reject('ALREADY_EXISTS', 'a feed with this id exists already'));
        return ok([{ type: 'scheduler.calendarFeed.created.v1', data: { ...created, createdAt: now } }]);
      }
      case 'revoke': {
        if (feed.status === 'none')
          return err(reject('NOT_FOUND', 'there is no such calendar feed', 'feedId'));
        if (feed.status === 'revoked') return ok([]);
        const { feedId, userId } = feed;
        const data = { feedId, userId, revokedAt: command.now };
        return ok([{ type: 'scheduler.calendarFeed.revoked.v1', data }]);
      }
      default:
        return assertNever(command);
    }
  },
};
