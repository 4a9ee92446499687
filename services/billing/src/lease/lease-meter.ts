import type { Collection } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { PriceBook } from '../price/price-book.js';
import { partOf, type RatedPart, type Span } from '../rating/part.js';
import { rate, type RatedLease, type RatedLine } from '../rating/rate.js';
import type { Hold } from '../rating/device-time.js';
import type { LeaseDocument } from './leases.view.js';

type OthersOf = (uuid: string) => readonly Hold[];

/** Rates leases by what is known of those that hold the same devices. */
export class LeaseMeter {
  constructor(private readonly leases: Collection<LeaseDocument>) {}

  /**
   * A lease that has ended is rated by what the scheduler's log said when it ended, so that it gives the same bill
   * whenever it is rated; one that runs as if it ended at `now`.
   */
  async rate(lease: LeaseDocument, prices: PriceBook, now: string): Promise<RatedLease> {
    return rateBy(await this.#othersOf(lease), lease, prices, now);
  }

  /** What of that falls into a window. */
  async ratePart(lease: LeaseDocument, prices: PriceBook, now: string, window: Span): Promise<RatedPart> {
    const othersOf = await this.#othersOf(lease);
    return partOf(rateBy(othersOf, lease, prices, now), spanOf(lease, now), window, othersOf);
  }

  /** What of a recorded charge falls into a window: of what was charged, by who held the devices when. */
  async partOfCharge(charge: Charged, window: Span): Promise<RatedPart> {
    const whole = { from: Date.parse(charge.from), to: Date.parse(charge.to) };
    const isWhole = window.from <= whole.from && whole.to <= window.to;
    const lease = isWhole ? undefined : (await this.leases.get(charge.leaseId))?.document;
    return partOf(charge, whole, window, lease ? await this.#othersOf(lease) : () => []);
  }

  async #othersOf(lease: LeaseDocument): Promise<OthersOf> {
    const others = await this.#neighboursOf(lease);
    return (uuid) => holdsOf(uuid, others, lease);
  }

  /** Devices don't leave their host, so whoever shares one is a lease of the same host that ended after it began. */
  async #neighboursOf(lease: LeaseDocument): Promise<readonly LeaseDocument[]> {
    if (lease.devices.length === 0) return [];
    const hostId = { eq: lease.hostId };
    const running = { where: { hostId, running: { eq: true } } };
    const ended = { where: { hostId, 'end.position': { gt: lease.fromPosition } } };
    const others: LeaseDocument[] = [];
    for (const query of [running, ended]) {
      for await (const { document: other } of everyDocument(this.leases, query)) {
        if (other.leaseId !== lease.leaseId) others.push(other);
      }
    }
    return others;
  }
}

interface Charged {
  readonly leaseId: string;
  readonly from: string;
  readonly to: string;
  readonly lines: readonly RatedLine[];
}

function spanOf(lease: LeaseDocument, now: string): Span {
  const from = Date.parse(lease.from);
  return { from, to: Math.max(from, Date.parse(lease.end?.to ?? now)) };
}

function rateBy(othersOf: OthersOf, lease: LeaseDocument, prices: PriceBook, now: string): RatedLease {
  const { poolId, devices } = lease;
  return rate({ poolId, devices, ...spanOf(lease, now) }, othersOf, prices);
}

/** Other leases of a device, as recorded up to the end of this lease. */
export function holdsOf(
  uuid: string,
  others: readonly LeaseDocument[],
  lease: LeaseDocument,
): readonly Hold[] {
  const asOf = lease.end?.position;
  const isKnown = (position: string) => asOf === undefined || position < asOf;
  return others
    .filter((other) => isKnown(other.fromPosition) && other.devices.some((device) => device.uuid === uuid))
    .map(({ from, end }) => ({
      from: Date.parse(from),
      to: end && isKnown(end.position) ? Date.parse(end.to) : undefined,
    }));
}
