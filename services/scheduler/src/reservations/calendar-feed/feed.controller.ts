import { Controller, Inject } from '@nestjs/common';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import {
  calendarFeedsQuery,
  createCalendarFeed,
  feedContentsQuery,
  revokeCalendarFeed,
  type CalendarFeedView,
  type FeedContents,
} from '@berth/contracts/scheduler/calendar-feeds';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import {
  Operation,
  orReject,
  type Identity,
  type OpenCall,
  type Reply,
  type UserCall,
} from '@berth/service-host/operation';
import { Vault } from '@berth/service-host/vault';
import { Facts } from '../../facts/facts.js';
import { calendarFeedStream } from '../../streams.js';
import { FeedContentsQuery } from './feed-contents.js';
import { feedIdOf, hashOf, secretFor, Feeds } from './feeds.js';

const MAX_FEEDS = 50;

@Controller()
export class CalendarFeedController {
  constructor(
    @Inject(Feeds) private readonly feeds: Feeds,
    @Inject(FeedContentsQuery) private readonly contents: FeedContentsQuery,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  @Operation(createCalendarFeed)
  async create({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof createCalendarFeed>>): Reply<ResultOf<typeof createCalendarFeed>> {
    // The address of a feed opens it for whoever has it, and outlives any API token.
    if (identity.kind === 'token')
      return err(reject('FORBIDDEN', 'an API token cannot be used for this; log in', 'token'));
    const { scope } = input;
    const { userId } = identity;
    const of = orReject(this.#placeOf(identity, input));
    const secret = secretFor(this.vault, meta.commandId);
    const secretHash = hashOf(secret);
    const feedId = feedIdOf(secretHash);
    const stream = calendarFeedStream(feedId);
    const earlier = await this.feeds.aggregates.earlier(stream, meta);
    if (!earlier && this.feeds.openOf(userId) >= MAX_FEEDS)
      return err(
        reject('QUOTA_EXCEEDED', `you have ${MAX_FEEDS} calendar feeds, the maximum; revoke some`, 'scope', {
          maximum: MAX_FEEDS,
        }),
      );
    const given = defined({ of });
    const command = { type: 'create', feedId, userId, scope, ...given, secretHash, now: meta.now } as const;
    const { events, position } = orReject(
      earlier ?? (await this.feeds.aggregates.execute(stream, command, meta, { expectNew: true })),
    );
    const [created] = events;
    if (created?.type !== 'scheduler.calendarFeed.created.v1')
      throw new Error('a feed was created without an event');
    const feed: CalendarFeedView = { id: feedId, scope, ...given, createdAt: created.data.createdAt };
    return ok({ result: { feed, secret }, ...defined({ position }) });
  }

  @Operation(revokeCalendarFeed)
  async revoke({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof revokeCalendarFeed>>): Reply<CalendarFeedView> {
    const stream = calendarFeedStream(input.feedId);
    const { state } = await this.feeds.aggregates.load(stream, { fresh: true });
    if (state.status === 'none' || state.userId !== identity.userId)
      return err(reject('NOT_FOUND', 'there is no such calendar feed', 'feedId'));
    const command = { type: 'revoke', now: meta.now } as const;
    const { position } = orReject(await this.feeds.aggregates.execute(stream, command, meta));
    const result = await this.feeds.latest(input.feedId);
    return ok({ result, ...defined({ position }) });
  }

  @Operation(calendarFeedsQuery)
  list({ identity }: UserCall<InputOf<typeof calendarFeedsQuery>>): Reply<readonly CalendarFeedView[]> {
    return Promise.resolve(ok({ result: this.feeds.of(identity.userId) }));
  }

  @Operation(feedContentsQuery)
  async read({ input, meta }: OpenCall<InputOf<typeof feedContentsQuery>>): Reply<FeedContents> {
    const feed = this.feeds.bySecret(input.secretHash);
    const contents = feed && (await this.contents.of(feed, meta.now));
    return contents ? ok({ result: contents }) : err(reject('NOT_FOUND', 'there is no such calendar'));
  }

  /** What the caller may not see is as if it did not exist. */
  #placeOf(
    identity: Identity,
    { scope, of = '' }: InputOf<typeof createCalendarFeed>,
  ): Result<string | undefined, Rejection> {
    if (scope === 'user') return ok(undefined);
    const called =
      scope === 'device' || this.facts.pools.has(of)
        ? [of]
        : this.facts.pools.find('name', of).map(({ poolId }) => poolId);
    const found = called.find((id) =>
      scope === 'device' ? this.contents.device(identity, id) : this.contents.pool(identity, id),
    );
    return found === undefined
      ? err(reject('NOT_FOUND', `of: there is no ${scope} "${of}" that you may use`, 'of'))
      : ok(found);
  }
}
