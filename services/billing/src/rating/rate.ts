import { CPU_MODEL, type PriceBook, type PricedSpan } from '../price/price-book.js';
import { amountMicros, deviceMilliseconds, type SharedTime, sharesOf, type Hold } from './device-time.js';

/** What is metered of a lease. Milliseconds since 1970; `to` is not before `from`. */
export interface LeaseTime {
  readonly poolId: string;
  /** None for a CPU slot. */
  readonly devices: readonly { readonly uuid: string; readonly model: string }[];
  readonly from: number;
  readonly to: number;
}

/** One device of a lease at one price. Instants are ISO 8601, times in seconds. */
export type RatedLine = {
  readonly uuid: string;
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  readonly deviceSeconds: number;
  readonly shares: SharedTime[];
  readonly priceId?: string;
  readonly microsPerHour: number;
  readonly amountMicros: number;
};

export type RatedLease = {
  readonly lines: RatedLine[];
  readonly seconds: number;
  /** Seconds of devices, each divided among those who held it at the time. */
  readonly deviceSeconds: number;
  readonly amountMicros: number;
};

/**
 * What a lease costs: a function of facts and prices alone, so that the same events with the same prices always give the
 * same bill. A device that several leases hold is divided among them, instant by instant. A lease without devices
 * holds one slot of a host's CPU, which is not shared.
 * @param othersOf the other leases' holds of a device, as known when this lease ended
 */
export function rate(
  lease: LeaseTime,
  othersOf: (uuid: string) => readonly Hold[],
  prices: PriceBook,
): RatedLease {
  const units = lease.devices.length > 0 ? lease.devices : [{ uuid: 'cpu', model: CPU_MODEL }];
  const lines = units.flatMap(({ uuid, model }) => {
    const others = lease.devices.length > 0 ? othersOf(uuid) : [];
    return prices
      .spans(lease.poolId, model, lease.from, lease.to)
      .map((span) => rateLine(uuid, model, span, others));
  });
  return {
    lines,
    seconds: (lease.to - lease.from) / 1000,
    deviceSeconds: sum(lines.map((line) => Math.round(line.deviceSeconds * 1000))) / 1000,
    amountMicros: sum(lines.map((line) => line.amountMicros)),
  };
}

function rateLine(
  uuid: string,
  model: string,
  { from, to, price }: PricedSpan,
  others: readonly Hold[],
): RatedLine {
  const shares = sharedTimes(from, to, others);
  const microsPerHour = price?.microsPerHour ?? 0;
  return {
    uuid,
    model,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    seconds: (to - from) / 1000,
    deviceSeconds: deviceMilliseconds(shares) / 1000,
    shares,
    ...(price && { priceId: price.priceId }),
    microsPerHour,
    amountMicros: amountMicros(shares, microsPerHour),
  };
}

/** By number of sharers, since when exactly does not matter at one price: short however often others come and go. */
export function sharedTimes(from: number, to: number, others: readonly Hold[]): SharedTime[] {
  const times = new Map<number, number>();
  for (const share of sharesOf(from, to, others)) {
    times.set(share.sharers, (times.get(share.sharers) ?? 0) + share.to - share.from);
  }
  return [...times]
    .map(([sharers, milliseconds]) => ({ sharers, milliseconds }))
    .sort((a, b) => a.sharers - b.sharers);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
