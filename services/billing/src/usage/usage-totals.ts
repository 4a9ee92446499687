import type { Clock, Instant } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import type { ScopeConditions } from '../access/visibility.js';
import type { ChargeDocument } from '../charge/charges.view.js';
import type { RunningCharges } from '../charge/running-charges.js';
import { everyDocument } from '@berth/read-models/every-document';
import {
  addTally,
  NOTHING,
  talliesByModel,
  tallyOf,
  type Rated,
  type Tally,
  type UsageDay,
} from './usage-days.view.js';

/** From inclusive, to exclusive; without them all there is. */
export interface Range {
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

export type GroupBy = 'user' | 'project' | 'model' | 'nothing';

const BEGINNING = '1970-01-01T00:00:00.000Z';
const END = '9999-12-31T00:00:00.000Z';

/**
 * Sums charges by the instant at which their lease ended, whole days from the day's sums and the rest one by one, and
 * adds leases that run, so far, where now is in the range.
 */
export class UsageTotals {
  constructor(
    private readonly days: Collection<UsageDay>,
    private readonly charges: Collection<ChargeDocument>,
    private readonly runningCharges: RunningCharges,
    private readonly clock: Clock,
  ) {}

  async sum(
    by: GroupBy,
    scope: ScopeConditions,
    { from = BEGINNING, to = END }: Range,
  ): Promise<Map<string, Tally>> {
    const totals = new Map<string, Tally>();
    const add = (key: string, tally: Tally) => totals.set(key, addTally(totals.get(key) ?? NOTHING, tally));
    const addRated = (owner: { projectId: string; userId: string }, rated: Rated) => {
      for (const [key, tally] of keyed(by, owner, rated)) add(key, tally);
    };

    const firstDay = dayAfter(from);
    const lastDay = to.slice(0, 10);
    if (firstDay < lastDay) {
      for await (const { document: day } of everyDocument(this.days, {
        where: { ...scope, day: { gte: firstDay, lt: lastDay } },
      })) {
        if (by === 'model') for (const [model, tally] of Object.entries(day.models)) add(model, tally);
        else add(ownerKey(by, day), day);
      }
    }
    for (const edge of edges(from, to, firstDay, lastDay)) {
      const where = { ...scope, to: edge };
      for await (const { document } of everyDocument(this.charges, { where })) addRated(document, document);
    }
    const now = this.clock.now();
    if (from <= now && now < to) {
      for await (const { lease, rated } of this.runningCharges.running(scope)) addRated(lease, rated);
    }
    return totals;
  }
}

function keyed(
  by: GroupBy,
  owner: { projectId: string; userId: string },
  rated: Rated,
): Iterable<[string, Tally]> {
  return by === 'model' ? talliesByModel(rated) : [[ownerKey(by, owner), tallyOf(rated)]];
}

function ownerKey(by: Exclude<GroupBy, 'model'>, owner: { projectId: string; userId: string }): string {
  if (by === 'nothing') return '';
  return by === 'user' ? owner.userId : owner.projectId;
}

/** The first day that lies in the range from its very beginning. */
function dayAfter(from: Instant): string {
  const isMidnight = from.endsWith('T00:00:00.000Z');
  return isMidnight ? from.slice(0, 10) : new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10);
}

/** What of the range whole days don't cover. */
function edges(
  from: Instant,
  to: Instant,
  firstDay: string,
  lastDay: string,
): { gte: Instant; lt: Instant }[] {
  if (firstDay >= lastDay) return [{ gte: from, lt: to }];
  return [
    { gte: from, lt: `${firstDay}T00:00:00.000Z` },
    { gte: `${lastDay}T00:00:00.000Z`, lt: to },
  ].filter(({ gte, lt }) => gte < lt);
}
