import type { z } from 'zod';
import type { deviceFault, hostSample } from '@berth/contracts/agent/messages';
import type { DeviceFacts } from '@berth/contracts/inventory/events';

export type DeviceSample = z.output<typeof hostSample>['devices'][number];
export type DeviceFault = z.output<typeof deviceFault>;

/** What is known of the devices after a look at them. */
export interface DeviceState {
  /** All that are known, in the order of their indexes; a device that is gone is among them for a while. */
  readonly devices: readonly DeviceFacts[];
  /** Those that err or are gone, as two looks in a row have found; one that finds otherwise ends it. */
  readonly faults: readonly DeviceFault[];
  /** Why nothing can be said of them, as two looks in a row have found, or the first. */
  readonly unreadable?: string | undefined;
}

export interface DeviceReadings extends DeviceState {
  /** Of devices that could be read just now. */
  readonly samples: readonly DeviceSample[];
  /** Something is not as before, and another look will tell whether it stays so. */
  readonly doubtful: boolean;
}

/** Where devices are found and read. */
export interface DeviceSource {
  /** Takes a bounded time, and does not fail: what can't be read is said in what it finds. */
  read(): Promise<DeviceReadings>;
}
