import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import type { Log } from '@berth/bus/log';
import type { CalendarView } from '@berth/contracts/scheduler/reservation.views';
import { calendarQuery } from '@berth/contracts/scheduler/reservations';
import { CalendarNotifier } from './calendar-notifier.js';
import { HostSamples } from './host-samples.js';
import { JobEventFeed } from './job-event-feed.js';
import { JobEvents } from './job-events.js';
import { JobOutput } from './job-output.js';
import { LogSearches } from './log-search.js';
import { Memberships } from './memberships.js';
import { waitForAny, OutputNotifiers } from './notifier.js';
import { PoolSamples } from './pool-samples.js';
import { QueueChanges } from './queue-changes.js';
import { RightsChanges } from './rights-changes.js';
import { SampleFeed } from './sample-feed.js';
import type { Viewer } from './viewer.js';

/** Changes within this time are sent together. */
const GATHER_MS = 250;
/** Changed grants and a lost connection to the bus are noticed within this time. */
const RECHECK_INTERVAL_MS = 30_000;

export interface CalendarRange {
  /** Id or name. */
  readonly pool: string;
  readonly from: string;
  readonly until: string;
}

/**
 * The calendar of a pool, now and whenever what the caller may see of it has changed. A slow reader gets the latest and
 * misses those between.
 */
class CalendarChanges {
  constructor(
    private readonly notifiers: CalendarNotifier,
    private readonly gatherMs = GATHER_MS,
  ) {}

  /** @throws GraphQLError where the caller may not see the pool (any more) */
  async *follow(
    { calls, rights, signal }: Viewer,
    range: CalendarRange,
  ): AsyncGenerator<CalendarView, void, void> {
    using calendars = this.notifiers.watch();
    using watch = rights();
    let shown: string | undefined;
    let seenAt: string | undefined;
    while (!signal.aborted) {
      watch.isRecheckDue();
      const { count } = calendars.notifier;
      const view = await calls.query(calendarQuery, range);
      const text = JSON.stringify(view.entries);
      if (text !== shown) yield view;
      shown = text;
      if (calendars.notifier.count === count)
        await waitForAny([calendars.notifier, watch.notifier], signal, watch.within(RECHECK_INTERVAL_MS));
      await sleep(this.gatherMs, undefined, { signal }).catch(() => undefined);
      const changedAt = calendars.changedAt(view.poolId);
      if (changedAt !== undefined && changedAt !== seenAt) calls.saw('scheduler', changedAt);
      seenAt = changedAt;
    }
  }
}

/** What subscriptions read. Each feed is followed once, whatever the number of its readers. */
export interface Live {
  readonly jobEvents: JobEvents;
  readonly output: JobOutput;
  readonly logSearches: LogSearches;
  readonly samples: HostSamples;
  readonly poolSamples: PoolSamples;
  readonly calendars: CalendarChanges;
  readonly queues: QueueChanges;
  readonly memberships: Memberships;
  readonly rights: RightsChanges;
}

export function startLive(bus: Bus, log: Log, signal: AbortSignal): Live {
  const feed = new JobEventFeed(bus, log, signal);
  const rights = new RightsChanges();
  const samples = new SampleFeed(bus, log);
  void rights.followInventory(bus, log, signal);
  return {
    jobEvents: new JobEvents(bus, feed, log),
    queues: new QueueChanges(feed),
    output: new JobOutput(new OutputNotifiers(bus)),
    logSearches: new LogSearches(),
    calendars: new CalendarChanges(new CalendarNotifier(bus, log, signal)),
    samples: new HostSamples(samples),
    poolSamples: new PoolSamples(samples),
    memberships: new Memberships(),
    rights,
  };
}
