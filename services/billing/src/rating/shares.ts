/** A lease's hold of one device, as known when the lease to be rated ended. Milliseconds since 1970, `to` exclusive. */
export interface Hold {
  readonly from: number;
  /** Absent while it goes on. */
  readonly to?: number | undefined;
}

/** A stretch of time in which a device is held by so many leases. */
export interface Share {
  readonly from: number;
  readonly to: number;
  /** The lease that is rated counts too, so 1 where it has the device for itself. */
  readonly sharers: number;
}

/** Cuts [from, to) wherever another hold begins or ends; neighbours differ in the number of sharers. */
export function sharesOf(from: number, to: number, others: readonly Hold[]): readonly Share[] {
  const changes = new Map<number, number>();
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const other of others) {
    const begin = Math.max(other.from, from);
    const end = Math.min(other.to ?? to, to);
    if (begin >= end) continue;
    change(begin, 1);
    change(end, -1);
  }
  const shares: Share[] = [];
  let begin = from;
  let sharers = 1 + (changes.get(from) ?? 0);
  for (const [at, by] of [...changes].sort(([a], [b]) => a - b)) {
    if (at === from || at >= to || by === 0) continue;
    shares.push({ from: begin, to: at, sharers });
    begin = at;
    sharers += by;
  }
  shares.push({ from: begin, to, sharers });
  return shares;
}
