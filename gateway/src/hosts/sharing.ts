import type { DeviceView } from '@berth/contracts/inventory/views';

/** How runs on a device are isolated from each other. */
export type Sharing = 'wholeDevice' | 'migSlice' | 'migSliceShared' | 'sharedWithoutIsolation';

/** MIG partitions memory and compute in hardware; slots of a device that several runs hold at once partition nothing. */
export function sharingOf({ parentUuid, limits }: Pick<DeviceView, 'parentUuid' | 'limits'>): Sharing {
  const shared = limits.training + limits.inference > 1;
  if (parentUuid !== undefined) return shared ? 'migSliceShared' : 'migSlice';
  return shared ? 'sharedWithoutIsolation' : 'wholeDevice';
}
