import type { z } from 'zod';
import type { hostSample } from '@berth/contracts/agent/messages';
import type { DeviceFacts } from '@berth/contracts/inventory/events';

export type DeviceSample = z.output<typeof hostSample>['devices'][number];
export interface DeviceFault {
  readonly uuid: string;
  readonly reason: string;
}
export interface DeviceReadings {
  readonly samples: readonly DeviceSample[];
  /** Devices that err or are gone, each time they are looked at. */
  readonly faults: readonly DeviceFault[];
}

/** Where devices are found and read. */
export interface DeviceSource {
  /** In the order of their indexes; none where the host has none. */
  discover(): Promise<readonly DeviceFacts[]>;
  /** What the discovered devices do right now. */
  read(): Promise<DeviceReadings>;
}
