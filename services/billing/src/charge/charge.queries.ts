import type { chargesQuery, ChargeView } from '@berth/contracts/billing/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import type { Clock, Instant } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Collection, Query } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import { BEGINNING, END } from '../rating/all-time.js';
import type { ScopeConditions, Visibility } from '../access/visibility.js';
import { everyDocument } from '@berth/read-models/every-document';
import type { LeaseDocument } from '../lease/leases.view.js';
import type { LeaseMeter } from '../lease/lease-meter.js';
import type { RatedPart } from '../rating/part.js';
import type { ChargeDocument } from './charges.view.js';
import type { HeldCharges, RunningCharges } from './running-charges.js';

type ChargesPage = ResultOf<typeof chargesQuery>;

export interface ChargeQueriesOptions {
  readonly leases: Collection<LeaseDocument>;
  readonly charges: Collection<ChargeDocument>;
  readonly held: HeldCharges;
  readonly running: RunningCharges;
  readonly meter: LeaseMeter;
  /** What all leases in scope have cost in a range of time. */
  readonly totals: {
    sum(
      by: 'nothing',
      scope: ScopeConditions,
      range: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
    ): Promise<ReadonlyMap<string, { readonly amountMicros: number }>>;
  };
  readonly visibility: Visibility;
  readonly clock: Clock;
  readonly currency: string;
}

/**
 * The list of charges, each as recorded or, if not recorded yet, as it would be now. Of a month: all that were held
 * in it, each with what of it falls into the month, so that months add up.
 */
export class ChargeQueries {
  constructor(private readonly options: ChargeQueriesOptions) {}

  async page(identity: Identity, input: InputOf<typeof chargesQuery>): Promise<ChargesPage> {
    const { projectId, jobId, reservationId, userId, sort: order, ...page } = input;
    const one = { jobId, reservationId };
    const scope = await this.options.visibility.narrow(identity, { projectId, ...one, userId });
    if (isOfOne(one) && !(await this.#maySeeLeasesOf(identity, one))) {
      return { ...NO_CHARGES, currency: this.options.currency };
    }
    const window = windowOf(input);
    const where = { ...scope, ...(window && (await this.#heldIn(window, scope, isOfOne(one)))) };
    const sort = [{ field: 'from', direction: order === 'oldest' ? 'asc' : 'desc' }] as const;
    const found = await queryPage(this.options.leases, { where, sort }, page, ({ document }) =>
      this.#toView(document, window),
    );
    const totalMicros = isOfOne(one)
      ? await this.#totalOfFew(where, window)
      : await this.#total(scope, window);
    return { ...found, totalMicros, currency: this.options.currency };
  }

  /** Whether a recorded charge may be seen. */
  async maySee(identity: Identity, chargeId: string): Promise<boolean> {
    const charge = (await this.options.charges.get(chargeId))?.document;
    return charge !== undefined && this.options.visibility.maySee(identity, charge);
  }

  /** All leases of a job belong to one project and user; the same applies to a reservation. */
  async #maySeeLeasesOf(identity: Identity, { jobId, reservationId }: OfOne): Promise<boolean> {
    const where =
      jobId === undefined ? { reservationId: { eq: reservationId ?? null } } : { jobId: { eq: jobId } };
    const found = await this.options.leases.query({ where, limit: 1 });
    const lease = found.items[0]?.document;
    return lease === undefined || this.options.visibility.maySee(identity, lease);
  }

  /** Bounded on both sides, so that a page of one month does not look through all that was before. */
  async #heldIn(
    { from, to }: Window,
    scope: ScopeConditions,
    few: boolean,
  ): Promise<NonNullable<Query['where']>> {
    // what runs has no end yet, but is not held in what has not begun
    const begun = from <= this.options.clock.now() ? {} : { running: { eq: false } };
    let first = from;
    if (!few) {
      for await (const charge of this.options.held.at(from, scope))
        if (charge.from < first) first = charge.from;
      for await (const lease of this.options.running.uncharged(scope))
        if (lease.from < first) first = lease.from;
    }
    return { from: { lt: to, ...(few ? {} : { gte: first }) }, heldUntil: { gt: from }, ...begun };
  }

  async #total(scope: ScopeConditions, window: Window | undefined): Promise<number> {
    const totals = await this.options.totals.sum('nothing', scope, window ?? {});
    return totals.get('')?.amountMicros ?? 0;
  }

  async #totalOfFew(where: NonNullable<Query['where']>, window: Window | undefined): Promise<number> {
    let total = 0;
    for await (const { document: lease } of everyDocument(this.options.leases, { where })) {
      total += (await this.#toView(lease, window)).amountMicros;
    }
    return total;
  }

  async #toView(lease: LeaseDocument, window: Window | undefined): Promise<ChargeView> {
    const { charges, running, meter, currency } = this.options;
    const charge = lease.end && (await charges.get(lease.leaseId))?.document;
    const { leaseId, projectId, userId, poolId, from } = lease;
    const facts = { id: leaseId, leaseId, ...holderOf(lease), projectId, userId, poolId, from };
    const span = window && { from: Date.parse(window.from), to: Date.parse(window.to) };
    if (charge) {
      const rated = span ? await meter.partOfCharge(charge, span) : charge;
      return { ...facts, to: charge.to, ...amounts(rated), currency: charge.currency };
    }
    const rated = span ? await running.ratePart(lease, span) : await running.rate(lease);
    return { ...facts, ...amounts(rated), currency };
  }
}

interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** A month, or the span that is given; an end that is not given is that of all time. */
function windowOf({ month, from, to }: InputOf<typeof chargesQuery>): Window | undefined {
  if (month === undefined && from === undefined && to === undefined) return undefined;
  if (month === undefined) return { from: from ?? BEGINNING, to: to ?? END };
  if (from !== undefined || to !== undefined)
    throw new RejectedError(
      reject('VALIDATION_FAILED', 'month and from or to cannot be combined; give one of them', 'month'),
    );
  return { from: firstOf(month), to: firstOf(monthAfter(month)) };
}

/** What the charges of few leases are asked by. */
interface OfOne {
  readonly jobId?: string | undefined;
  readonly reservationId?: string | undefined;
}
const isOfOne = ({ jobId, reservationId }: OfOne): boolean =>
  jobId !== undefined || reservationId !== undefined;

const holderOf = ({ jobId, run, reservationId }: LeaseDocument) =>
  reservationId === undefined ? { jobId, run } : { reservationId };

const NO_CHARGES = {
  items: [],
  hasNextPage: false,
  hasPreviousPage: false,
  totalCount: 0,
  totalMicros: 0,
};

const amounts = ({ seconds, deviceSeconds, amountMicros, lines }: RatedPart) => ({
  seconds,
  deviceSeconds,
  amountMicros,
  lines: lines.map(({ uuid, model, deviceSeconds, priceId, microsPerHour, amountMicros }) => ({
    uuid,
    model,
    deviceSeconds,
    microsPerHour,
    amountMicros,
    ...defined({ priceId }),
  })),
});

const firstOf = (month: string): string => `${month}-01T00:00:00.000Z`;

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
}
