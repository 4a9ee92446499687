import type { HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';
import type { Grant } from '../grant/grant.js';

/** What a user may see: everything, or what active grants allow. All else appears not to exist. */
export type VisibleResources =
  | { readonly kind: 'everything' }
  /** By pool: all of it, or the devices named. */
  | { readonly kind: 'granted'; readonly pools: ReadonlyMap<string, 'whole' | ReadonlySet<string>> };

export const EVERYTHING: VisibleResources = { kind: 'everything' };

export function visibleByGrants(grants: Iterable<Grant>): VisibleResources {
  const pools = new Map<string, 'whole' | Set<string>>();
  for (const { status, poolId, deviceUuid } of grants) {
    if (status !== 'active') continue;
    const seen = pools.get(poolId);
    if (deviceUuid === undefined || seen === 'whole') pools.set(poolId, 'whole');
    else pools.set(poolId, (seen ?? new Set()).add(deviceUuid));
  }
  return { kind: 'granted', pools };
}

export const canSeePool = (visible: VisibleResources, poolId: string): boolean =>
  visible.kind === 'everything' || visible.pools.has(poolId);

export function canSeeDevice(visible: VisibleResources, poolId: string, uuid: string): boolean {
  if (visible.kind === 'everything') return true;
  const seen = visible.pools.get(poolId);
  return seen === 'whole' || seen?.has(uuid) === true;
}

/** A host is seen by whoever may use the whole pool, or one of its devices. */
export function canSeeHost(visible: VisibleResources, { poolId, devices }: Host): boolean {
  if (visible.kind === 'everything' || visible.pools.get(poolId) === 'whole') return true;
  return devices.some(({ uuid }) => canSeeDevice(visible, poolId, uuid));
}

export const visibleDevicesOf = (
  visible: VisibleResources,
  { poolId, devices }: Host,
): readonly HostDevice[] => devices.filter(({ uuid }) => canSeeDevice(visible, poolId, uuid));
