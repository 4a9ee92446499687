import type { z } from 'zod';
import type { deviceFault, hostSample } from '@berth/contracts/agent/messages';
import type { DeviceFacts } from '@berth/contracts/inventory/events';

export type DeviceSample = z.output<typeof hostSample>['devices'][number];
export type DeviceFault = z.output<typeof deviceFault>;

/** State of the devices after a reading. */
export interface DeviceState {
  /** All known devices, by index; a device that is gone stays among them for a while. */
  readonly devices: readonly DeviceFacts[];
  /** Devices with errors and missing ones, once two readings in a row agree; one good reading clears the fault. */
  readonly faults: readonly DeviceFault[];
  /** Why the devices can't be read, once two readings in a row failed, or the very first one. */
  readonly unreadable?: string | undefined;
}

export interface DeviceReadings extends DeviceState {
  /** Of the devices that this reading returned. */
  readonly samples: readonly DeviceSample[];
  /** Something has changed, and the next reading decides whether the change stays. */
  readonly unconfirmed: boolean;
}

/** Finds and reads devices. */
export interface DeviceSource {
  /** Takes a bounded time, and never rejects: the result says what can't be read. */
  read(): Promise<DeviceReadings>;
}
