import { setTimeout as sleep } from 'node:timers/promises';
import type { CalendarView } from '@berth/contracts/scheduler/reservation.views';
import { calendarQuery } from '@berth/contracts/scheduler/reservations';
import { waitForAny } from './notifier.js';
import type { CalendarNotifier } from './calendar-notifier.js';
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
export class CalendarChanges {
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
