import type { Calendar } from '../calendar/calendar.js';
import type { LeaseQuota } from '../calendar/calendar.commands.js';
import { heldBy, NOTHING, plus, type Amount, type Subject } from '../calendar/held.js';
import type { Demand } from '../placement/demand.js';
import { amountOf, excessOf, mostOf, type Excess } from './excess.js';
import type { Owner, Quota, Quotas } from './quotas.js';

export interface QuotaCandidate extends Owner {
  readonly demand: Demand;
}

/**
 * What users and projects may still hold in a pool, during one pass. Leases within quotas never exceed them together;
 * borrowed ones come on top and don't count, so that whoever borrows still gets what is its own.
 */
export class PassQuotas {
  readonly #taken = new Map<Subject, Amount>();
  readonly #elsewhere = new Map<Subject, Amount>();

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
    for (const { quota } of this.excesses(candidate)) {
      if (!quota.borrow) return 'reached';
      answer = 'borrowed';
    }
    return answer;
  }

  /** It gets what it asks for; where that is borrowed, nothing counts. */
  take(candidate: QuotaCandidate): void {
    if (this.quotas.isEmpty || this.admit(candidate) !== 'within') return;
    for (const subject of [`user:${candidate.userId}`, `project:${candidate.projectId}`] as const) {
      this.#taken.set(subject, plus(this.#taken.get(subject) ?? NOTHING, amountOf(candidate.demand)));
    }
  }

  /** What is in the way: first of all what does not let it borrow. */
  reached(candidate: QuotaCandidate): Excess | undefined {
    const excesses = this.excesses(candidate);
    return excesses.find(({ quota }) => !quota.borrow) ?? excesses[0];
  }

  /** For the calendar, which decides: what other pools hold is taken off quotas over all of them. */
  limitsFor(owner: Owner): readonly LeaseQuota[] {
    return this.quotas.binding(owner, this.poolId).map((quota) => ({
      of: quota.of,
      most: less(mostOf(quota.limits), quota.poolId === null ? this.elsewhere(quota.subject) : NOTHING),
    }));
  }

  private excesses(candidate: QuotaCandidate): Excess[] {
    if (this.quotas.isEmpty) return [];
    return this.quotas.binding(candidate, this.poolId).flatMap((quota) => {
      return excessOf(quota, this.usedOf(quota), amountOf(candidate.demand)) ?? [];
    });
  }

  private usedOf({ subject, poolId }: Quota): Amount {
    const here = plus(heldBy(this.calendar, subject), this.#taken.get(subject) ?? NOTHING);
    return poolId === null ? plus(here, this.elsewhere(subject)) : here;
  }

  private elsewhere(subject: Subject): Amount {
    let held = this.#elsewhere.get(subject);
    if (!held) {
      held = this.others.map((calendar) => heldBy(calendar, subject)).reduce((a, b) => plus(a, b), NOTHING);
      this.#elsewhere.set(subject, held);
    }
    return held;
  }
}

const less = ({ gpus, vcpus, ramMiB }: Partial<Amount>, by: Amount): Partial<Amount> => ({
  ...(gpus === undefined ? {} : { gpus: gpus - by.gpus }),
  ...(vcpus === undefined ? {} : { vcpus: vcpus - by.vcpus }),
  ...(ramMiB === undefined ? {} : { ramMiB: ramMiB - by.ramMiB }),
});
