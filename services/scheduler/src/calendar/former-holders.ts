import type { OverstayOutcome } from '@berth/contracts/scheduler/reservation.events';
import type { BucketMap } from './bucket-map.js';

/** Former holders of a device, whose processes may still run on it outside of jobs. */
export type FormerHolder = {
  readonly reservationId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly hostId: string;
  /** What last became of their processes there; null: nothing had to be done. */
  readonly outcome: OverstayOutcome | null;
};
type FormerHolders = BucketMap<readonly FormerHolder[]>;

/** Only the last holders of each device are kept, which bounds the memory. */
const MAX_PER_DEVICE = 4;

/** Each user once, who left last first. */
export function withFormerHolder(
  former: FormerHolders,
  {
    devices,
    ...whose
  }: Omit<FormerHolder, 'hostId' | 'outcome'> & {
    readonly devices: readonly { readonly hostId: string; readonly uuid: string }[];
  },
): FormerHolders {
  const { reservationId, projectId, userId } = whose;
  return devices.reduce((all, { hostId, uuid }) => {
    const holder: FormerHolder = { reservationId, projectId, userId, hostId, outcome: null };
    const others = (all.get(uuid) ?? []).filter((each) => each.userId !== userId);
    return all.set(uuid, [holder, ...others].slice(0, MAX_PER_DEVICE));
  }, former);
}

export function withOutcome(
  former: FormerHolders,
  reservationId: string,
  uuids: readonly string[],
  outcome: OverstayOutcome,
): FormerHolders {
  return uuids.reduce((all, uuid) => {
    const holders = all
      .get(uuid)
      ?.map((each) => (each.reservationId === reservationId ? { ...each, outcome } : each));
    return holders ? all.set(uuid, holders) : all;
  }, former);
}
