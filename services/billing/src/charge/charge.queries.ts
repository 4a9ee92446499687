import type { chargesQuery, ChargeView } from '@berth/contracts/billing/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import type { Clock } from '@berth/kernel/clock';
import type { Collection, Query } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import type { ScopeConditions, Visibility } from '../access/visibility.js';
import { everyDocument } from '@berth/read-models/every-document';
import type { LeaseDocument } from '../lease/leases.view.js';
import type { RatedLease } from '../rating/rate.js';
import type { UsageTotals } from '../usage/usage-totals.js';
import type { ChargeDocument } from './charges.view.js';
import type { RunningCharges } from './running-charges.js';

type ChargesPage = ResultOf<typeof chargesQuery>;

export interface ChargeQueriesOptions {
  readonly leases: Collection<LeaseDocument>;
  readonly charges: Collection<ChargeDocument>;
  readonly runningCharges: RunningCharges;
  readonly totals: UsageTotals;
  readonly visibility: Visibility;
  readonly clock: Clock;
  readonly currency: string;
}

/** The list of charges, each as it was recorded or, where it was not yet, as it would be now. */
export class ChargeQueries {
  constructor(private readonly options: ChargeQueriesOptions) {}

  async page(identity: Identity, input: InputOf<typeof chargesQuery>): Promise<ChargesPage> {
    const { projectId, jobId, reservationId, userId, month, ...page } = input;
    const one = { jobId, reservationId };
    const scope = await this.options.visibility.narrow(identity, { projectId, ...one, userId });
    if (isOfOne(one) && !(await this.maySeeLeasesOf(identity, one))) {
      return { ...NO_CHARGES, currency: this.options.currency };
    }
    const where = { ...scope, ...(month === undefined ? {} : this.inMonth(month)) };
    const sort = [{ field: 'from', direction: 'desc' }] as const;
    const found = await queryPage(this.options.leases, { where, sort }, page, ({ document }) =>
      this.toView(document),
    );
    const totalMicros = isOfOne(one) ? await this.totalOfFew(where) : await this.total(scope, month);
    return { ...found, totalMicros, currency: this.options.currency };
  }

  /** Whether a recorded charge may be seen. */
  async maySee(identity: Identity, chargeId: string): Promise<boolean> {
    const charge = (await this.options.charges.get(chargeId))?.document;
    return charge !== undefined && this.options.visibility.maySee(identity, charge);
  }

  /** A job's leases all belong to one project and user, and so do a booking's. */
  private async maySeeLeasesOf(identity: Identity, { jobId, reservationId }: OfOne): Promise<boolean> {
    const where =
      jobId === undefined ? { reservationId: { eq: reservationId ?? null } } : { jobId: { eq: jobId } };
    const found = await this.options.leases.query({ where, limit: 1 });
    const lease = found.items[0]?.document;
    return lease === undefined || this.options.visibility.maySee(identity, lease);
  }

  private inMonth(month: string): NonNullable<Query['where']> {
    const isPresent = this.options.clock.now().startsWith(month);
    return { 'end.month': isPresent ? { in: [month, null] } : { eq: month } };
  }

  private async total(scope: ScopeConditions, month: string | undefined): Promise<number> {
    const range = month === undefined ? {} : { from: firstOf(month), to: firstOf(monthAfter(month)) };
    const totals = await this.options.totals.sum('nothing', scope, range);
    return totals.get('')?.amountMicros ?? 0;
  }

  private async totalOfFew(where: NonNullable<Query['where']>): Promise<number> {
    let total = 0;
    for await (const { document: lease } of everyDocument(this.options.leases, { where })) {
      total += (await this.toView(lease)).amountMicros;
    }
    return total;
  }

  private async toView(lease: LeaseDocument): Promise<ChargeView> {
    const charge = lease.end && (await this.options.charges.get(lease.leaseId))?.document;
    const { leaseId, projectId, userId, poolId, from } = lease;
    const facts = { id: leaseId, leaseId, ...holderOf(lease), projectId, userId, poolId, from };
    return charge
      ? { ...facts, to: charge.to, ...amounts(charge), currency: charge.currency }
      : {
          ...facts,
          ...amounts(await this.options.runningCharges.rate(lease)),
          currency: this.options.currency,
        };
  }
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

const NO_CHARGES = { items: [], hasNextPage: false, hasPreviousPage: false, totalMicros: 0 };

const amounts = ({ seconds, deviceSeconds, amountMicros, lines }: RatedLease) => ({
  seconds,
  deviceSeconds,
  amountMicros,
  lines: lines.map(({ uuid, model, deviceSeconds, priceId, microsPerHour, amountMicros }) => ({
    uuid,
    model,
    deviceSeconds,
    microsPerHour,
    amountMicros,
    ...(priceId === undefined ? {} : { priceId }),
  })),
});

const firstOf = (month: string): string => `${month}-01T00:00:00.000Z`;

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
}
