import type { Clock, Instant } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import type { ScopeConditions } from '../access/visibility.js';
import type { ChargeDocument } from '../charge/charges.view.js';
import type { HeldCharges, RunningCharges } from '../charge/running-charges.js';
import type { LeaseMeter } from '../lease/lease-meter.js';
import { BEGINNING, END } from '../rating/all-time.js';
import { everyDocument } from '@berth/read-models/every-document';
import {
  addTally,
  negated,
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

export interface UsageTotalsParts {
  readonly days: Collection<UsageDay>;
  readonly charges: Collection<ChargeDocument>;
  readonly held: HeldCharges;
  readonly running: RunningCharges;
  readonly meter: LeaseMeter;
  readonly clock: Clock;
}

/**
 * What was used in a range of time, to the millisecond: all that ended in it (whole days from the day's sums, the rest one
 * by one), plus what was held at its end and had come together by then, less what was held at its beginning and had by
 * then. A lease that has no charge yet counts with what of it falls into the range. So ranges that adjoin add up.
 */
export class UsageTotals {
  constructor(private readonly parts: UsageTotalsParts) {}

  async sum(by: GroupBy, scope: ScopeConditions, range: Range): Promise<Map<string, Tally>> {
    const { from = BEGINNING, to = END } = range;
    const totals = new Map<string, Tally>();
    if (from >= to) return totals;
    const add = (key: string, tally: Tally) => totals.set(key, addTally(totals.get(key) ?? NOTHING, tally));
    const { days, charges, held, meter, running, clock } = this.parts;

    const firstDay = dayAfter(from);
    const lastDay = to.slice(0, 10);
    if (firstDay < lastDay) {
      for await (const { document: day } of everyDocument(days, {
        where: { ...scope, day: { gte: firstDay, lt: lastDay } },
      })) {
        if (by === 'model') for (const [model, tally] of Object.entries(day.models)) add(model, tally);
        else add(ownerKey(by, day), day);
      }
    }
    for (const edge of edges(from, to, firstDay, lastDay)) {
      const where = { ...scope, to: edge };
      for await (const { document } of everyDocument(charges, { where }))
        for (const [key, tally] of keyed(by, document, document)) add(key, tally);
    }

    for await (const charge of held.at(to, scope)) {
      const part = await meter.partOfCharge(charge, { from: -Infinity, to: Date.parse(to) });
      for (const [key, tally] of keyed(by, charge, part)) add(key, tally);
    }
    for await (const charge of held.at(from, scope)) {
      const part = await meter.partOfCharge(charge, { from: -Infinity, to: Date.parse(from) });
      for (const [key, tally] of keyed(by, charge, part)) add(key, negated(tally));
    }
    const now = clock.now();
    const window = { from: Date.parse(from), to: Date.parse(to) };
    for await (const lease of running.uncharged(scope)) {
      if (lease.from >= to || lease.heldUntil < from) continue;
      const part = await running.ratePart(lease, window, now);
      const began = lease.from >= from ? 1 : 0;
      for (const [key, tally] of keyed(by, lease, part, began)) add(key, tally);
    }
    for (const [key, tally] of totals) if (isNothing(tally)) totals.delete(key);
    return totals;
  }
}

const isNothing = ({ deviceMs, leaseMs, leases, amountMicros }: Tally): boolean =>
  deviceMs === 0 && leaseMs === 0 && leases === 0 && amountMicros === 0;

function keyed(
  by: GroupBy,
  owner: { projectId: string; userId: string },
  rated: Rated,
  leases = 1,
): Iterable<[string, Tally]> {
  return by === 'model' ? talliesByModel(rated, leases) : [[ownerKey(by, owner), tallyOf(rated, leases)]];
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
