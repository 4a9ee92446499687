import type { PriceEvent } from '@berth/contracts/billing/events';
import type { EventStore, Position } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { ReadModels } from '@berth/read-models';
import { Aggregates } from '@berth/service-host/aggregates';
import type { ForeignFacts } from '@berth/service-host/platform';
import { POOLS, pools, type KnownPool } from './access/pools.view.js';
import {
  PROJECT_MEMBERS,
  projectMembers,
  type ProjectMembers,
} from '@berth/service-host/project-members.view';
import { Visibility } from './access/visibility.js';
import { ChargeQueries } from './charge/charge.queries.js';
import { chargeDecider } from './charge/charge.decider.js';
import { ChargingProcessManager } from './charge/charging.process-manager.js';
import {
  CHARGES,
  charges,
  type ChargeDocument,
  OVERNIGHT,
  overnight,
  type Overnight,
} from './charge/charges.view.js';
import { HeldCharges, RunningCharges } from './charge/running-charges.js';
import { LeaseMeter } from './lease/lease-meter.js';
import { LEASES, leases, type LeaseDocument } from './lease/leases.view.js';
import { type SetPrice, priceDecider, type PriceState } from './price/price.decider.js';
import { PriceQueries } from './price/price.queries.js';
import { PriceSource } from './price/price-source.js';
import { PRICES, prices, type PriceDocument } from './price/prices.view.js';
import { USAGE_DAYS, usageDays, type UsageDay } from './usage/usage-days.view.js';
import { UsageTotals } from './usage/usage-totals.js';

export interface BillingOptions {
  readonly store: EventStore;
  readonly lastKnownPosition: () => Promise<Position>;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly currency: string;
}

/** The service's parts, put together. */
export class BillingParts {
  readonly projections = [prices, charges, usageDays, overnight];
  readonly foreign: readonly ForeignFacts[];
  readonly priceSource: PriceSource;
  readonly visibility: Visibility;
  readonly priceAggregates: Aggregates<PriceState, SetPrice, PriceEvent>;
  readonly priceQueries: PriceQueries;
  readonly chargeQueries: ChargeQueries;
  readonly totals: UsageTotals;

  constructor({ store, readModels, clock, currency, lastKnownPosition }: BillingOptions) {
    const leaseCopies = readModels.collection<LeaseDocument>(LEASES);
    const recorded = readModels.collection<ChargeDocument>(CHARGES);
    const meter = new LeaseMeter(leaseCopies);
    this.priceSource = new PriceSource(store, currency, lastKnownPosition);
    this.visibility = new Visibility(readModels.collection<ProjectMembers>(PROJECT_MEMBERS));

    const charging = new ChargingProcessManager({
      leases: leaseCopies,
      meter,
      prices: this.priceSource,
      charges: new Aggregates(store, chargeDecider),
      clock,
      currency,
    });
    this.foreign = [
      {
        source: 'scheduler',
        entity: 'calendar',
        projections: [leases],
        handle: (event) => charging.handle(event),
      },
      { source: 'auth', projections: [projectMembers] },
      { source: 'inventory', projections: [pools] },
    ];

    const running = new RunningCharges(leaseCopies, recorded, meter, this.priceSource, clock);
    const held = new HeldCharges(recorded, readModels.collection<Overnight>(OVERNIGHT));
    const days = readModels.collection<UsageDay>(USAGE_DAYS);
    this.totals = new UsageTotals({ days, charges: recorded, held, running, meter, clock });
    this.priceAggregates = new Aggregates(store, priceDecider);
    this.priceQueries = new PriceQueries(
      readModels.collection<PriceDocument>(PRICES),
      readModels.collection<KnownPool>(POOLS),
    );
    const { totals, visibility } = this;
    const found = {
      leases: leaseCopies,
      charges: recorded,
      held,
      running,
      meter,
      totals,
      visibility,
      clock,
      currency,
    };
    this.chargeQueries = new ChargeQueries(found);
  }
}
