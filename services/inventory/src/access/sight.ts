import type { HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';
import type { Grant } from '../grant/grant.js';

/** What somebody may see: everything, or what active grants name. For the rest it is as if it did not exist. */
export type Sight =
  | { readonly kind: 'everything' }
  /** By pool: all of it, or the devices named. */
  | { readonly kind: 'granted'; readonly pools: ReadonlyMap<string, 'whole' | ReadonlySet<string>> };

export const EVERYTHING: Sight = { kind: 'everything' };

export function sightOfGrants(grants: Iterable<Grant>): Sight {
  const pools = new Map<string, 'whole' | Set<string>>();
  for (const { status, poolId, deviceUuid } of grants) {
    if (status !== 'active') continue;
    const seen = pools.get(poolId);
    if (deviceUuid === undefined || seen === 'whole') pools.set(poolId, 'whole');
    else pools.set(poolId, (seen ?? new Set()).add(deviceUuid));
  }
  return { kind: 'granted', pools };
}

export const seesPool = (sight: Sight, poolId: string): boolean =>
  sight.kind === 'everything' || sight.pools.has(poolId);

export function seesDevice(sight: Sight, poolId: string, uuid: string): boolean {
  if (sight.kind === 'everything') return true;
  const seen = sight.pools.get(poolId);
  return seen === 'whole' || seen?.has(uuid) === true;
}

/** A host is seen by whoever may use the whole pool, or one of its devices. */
export function seesHost(sight: Sight, { poolId, devices }: Host): boolean {
  if (sight.kind === 'everything' || sight.pools.get(poolId) === 'whole') return true;
  return devices.some(({ uuid }) => seesDevice(sight, poolId, uuid));
}

export const devicesSeen = (sight: Sight, { poolId, devices }: Host): readonly HostDevice[] =>
  devices.filter(({ uuid }) => seesDevice(sight, poolId, uuid));
