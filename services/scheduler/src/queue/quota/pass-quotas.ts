import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { LeaseQuota, CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { heldUnder, NOTHING, plus, type Amount, type Subject } from '../../calendar/held.js';
import type { Facts } from '../../facts/facts.js';
import type { Demand } from '../../placement/demand.js';
import { calendarStream } from '../../streams.js';
import { amountOf, excessOf, maxAmounts, type Excess, quotaReason } from './excess.js';
import type { Owner, Quota, Quotas } from './quotas.js';

interface QuotaCandidate extends Owner {
  readonly demand: Demand;
}

/**
 * What users and projects may still hold in a pool, during one pass. Where a quota lends, what is borrowed comes on top
 * and doesn't count, so that whoever borrows still gets what is its own.
 */
export class PassQuotas {
  readonly #taken = { within: new Map<Subject, Amount>(), borrowed: new Map<Subject, Amount>() };
  readonly #elsewhere = new Map<string, Amount>();

  /** @param others calendars of the other pools, for quotas over all of them */
  constructor(
    private readonly quotas: Pick<Quotas, 'isEmpty' | 'binding'>,
    private readonly poolId: string,
    private readonly calendar: Calendar,
    private readonly others: readonly Calendar[],
  ) {}

  /** `borrowed`: beyond a quota, but every one of those lets it borrow. */
  admit(candidate: QuotaCandidate): 'within' | 'borrowed' | 'reached' {
    let answer: 'within' | 'borrowed' = 'within';
    for (const { quota } of this.#excesses(candidate)) {
      if (!quota.borrow) return 'reached';
      answer = 'borrowed';
    }
    return answer;
  }

  /** It gets what it asks for. */
  take(candidate: QuotaCandidate): void {
    if (this.quotas.isEmpty) return;
    const taken = this.#taken[this.admit(candidate) === 'within' ? 'within' : 'borrowed'];
    for (const subject of [`user:${candidate.userId}`, `project:${candidate.projectId}`] as const) {
      taken.set(subject, plus(taken.get(subject) ?? NOTHING, amountOf(candidate.demand)));
    }
  }

  /** What is in the way: first of all what does not let it borrow. */
  reached(candidate: QuotaCandidate): Excess | undefined {
    const excesses = this.#excesses(candidate);
    return excesses.find(({ quota }) => !quota.borrow) ?? excesses[0];
  }

  /** For the calendar, which decides: what other pools hold is taken off quotas over all of them. */
  limitsFor(owner: Owner): readonly LeaseQuota[] {
    return this.quotas.binding(owner, this.poolId).map((quota) => ({
      of: quota.of,
      borrow: quota.borrow,
      max: less(maxAmounts(quota.limits), quota.poolId === null ? this.#heldElsewhere(quota) : NOTHING),
    }));
  }

  #excesses(candidate: QuotaCandidate): Excess[] {
    if (this.quotas.isEmpty) return [];
    return this.quotas.binding(candidate, this.poolId).flatMap((quota) => {
      return excessOf(quota, this.#usedOf(quota), amountOf(candidate.demand)) ?? [];
    });
  }

  #usedOf(quota: Quota): Amount {
    const { subject, poolId, borrow } = quota;
    const { within, borrowed } = this.#taken;
    const taken = plus(within.get(subject) ?? NOTHING, (!borrow && borrowed.get(subject)) || NOTHING);
    const here = plus(heldUnder(this.calendar, subject, borrow), taken);
    return poolId === null ? plus(here, this.#heldElsewhere(quota)) : here;
  }

  #heldElsewhere({ subject, borrow }: Quota): Amount {
    const key = `${subject} ${borrow}`;
    let held = this.#elsewhere.get(key);
    if (!held) {
      const each = this.others.map((calendar) => heldUnder(calendar, subject, borrow));
      this.#elsewhere.set(key, (held = each.reduce((a, b) => plus(a, b), NOTHING)));
    }
    return held;
  }
}

const less = ({ gpus, vcpus, ramMiB }: Partial<Amount>, by: Amount): Partial<Amount> => ({
  ...(gpus === undefined ? {} : { gpus: gpus - by.gpus }),
  ...(vcpus === undefined ? {} : { vcpus: vcpus - by.vcpus }),
  ...(ramMiB === undefined ? {} : { ramMiB: ramMiB - by.ramMiB }),
});

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
