import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';
import { PassQuotas, type QuotaCandidate } from './pass-quotas.js';
import { quotaReason } from './quota-reason.js';
import type { Quotas } from './quotas.js';

/** Makes what a pass over a pool asks about quotas. */
export class QuotaGates {
  constructor(
    private readonly quotas: Quotas,
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
  ) {}

  /** @param calendar the pool's, as the pass knows it */
  async of(poolId: string, calendar: Calendar): Promise<PassQuotas> {
    const others = this.quotas.reachAcrossPools ? await this.#othersThan(poolId) : [];
    return new PassQuotas(this.quotas, poolId, calendar, others);
  }

  /** Why a candidate waits that is beyond a quota, whether it may borrow or not. */
  readonly overQuota = async (
    poolId: string,
    candidate: QuotaCandidate,
    calendar: Calendar,
  ): Promise<PendingReason | undefined> => {
    const excess = (await this.of(poolId, calendar)).reached(candidate);
    return excess && quotaReason(excess);
  };

  async #othersThan(poolId: string): Promise<readonly Calendar[]> {
    const pools = [...this.facts.pools.values()].filter((pool) => pool.poolId !== poolId);
    const loaded = await Promise.all(pools.map((pool) => this.calendars.load(calendarStream(pool.poolId))));
    return loaded.map(({ state }) => state);
  }
}
