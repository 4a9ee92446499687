import { createHash } from 'node:crypto';
import type { CalendarFeedEvent, CalendarFeedView } from '@berth/contracts/scheduler/calendar-feeds';
import type { EventStore } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Vault } from '@berth/service-host/vault';
import { calendarFeedStream } from '../../streams.js';
import { feedDecider, type Feed, type FeedCommand } from './feed.js';
import { feedsView, type FeedDocument } from './feeds.view.js';

/** Derived from the command, so that a repeated command returns the same secret, though it is not stored. */
export const secretFor = (vault: Pick<Vault, 'blind'>, commandId: string): string =>
  vault.blind('calendarFeed', commandId);

/** SHA-256 suffices for secrets with 256 bits of entropy. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id follows from the hash, so that whoever shows a secret is found without comparing it with others'. */
export const feedIdOf = (secretHash: string): string => idFromName('calendarFeed', secretHash);

/** All feeds, in memory: programs ask for them repeatedly. */
export class Feeds {
  readonly table = new InMemoryView<FeedDocument>(feedsView);
  readonly aggregates: Aggregates<Feed, FeedCommand, CalendarFeedEvent>;

  constructor(private readonly store: EventStore) {
    this.aggregates = new Aggregates<Feed, FeedCommand, CalendarFeedEvent>(store, feedDecider);
  }

  /** Found by an id derived from the hash, so that the timing of a lookup reveals nothing about other feeds. */
  bySecret(secretHash: string): FeedDocument | undefined {
    const feed = this.table.get(feedIdOf(secretHash));
    return feed?.revokedAt === null ? feed : undefined;
  }

  of(userId: string): CalendarFeedView[] {
    return [...this.table.values()]
      .filter((feed) => feed.userId === userId)
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .map(toView);
  }

  openOf(userId: string): number {
    return this.of(userId).filter(({ revokedAt }) => revokedAt === undefined).length;
  }

  /** As the log has it now. */
  async latest(feedId: string): Promise<CalendarFeedView> {
    const events = await this.store.read(calendarFeedStream(feedId));
    const feed = events.reduce<FeedDocument | undefined>(
      (folded, event) => feedsView.evolve(folded, event, feedId),
      undefined,
    );
    if (!feed) throw new Error(`feed ${feedId} has no events`);
    return toView(feed);
  }
}

const toView = ({ feedId, scope, of, createdAt, revokedAt }: FeedDocument): CalendarFeedView => ({
  id: feedId,
  scope,
  ...defined({ of: of ?? undefined }),
  createdAt,
  ...defined({ revokedAt: revokedAt ?? undefined }),
});
