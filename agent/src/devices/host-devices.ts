import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceReadings, DeviceSource } from './device-source.js';
import { NvidiaDevices } from './nvidia-devices.js';
import { NvidiaSmi } from './nvidia-smi.js';
import { SimulatedDevices } from './simulated-devices.js';

export interface DeviceSettings {
  /** How many to simulate; only on request. */
  readonly simulate: number;
  readonly seed: string;
  readonly isHeld: (uuid: string) => boolean;
  readonly nvidiaSmi?: string;
}

/** All devices of this host: real ones, and after them simulated ones. A host without any runs jobs on its CPU. */
export class HostDevices implements DeviceSource {
  readonly #nvidia: NvidiaDevices;
  #simulated: SimulatedDevices | undefined;

  constructor(private readonly settings: DeviceSettings) {
    this.#nvidia = new NvidiaDevices(new NvidiaSmi(settings.nvidiaSmi));
  }

  async discover(): Promise<readonly DeviceFacts[]> {
    const real = await this.#nvidia.discover();
    const { simulate, seed, isHeld } = this.settings;
    if (simulate === 0) return real;
    this.#simulated = new SimulatedDevices(simulate, seed, isHeld, real.length);
    return [...real, ...(await this.#simulated.discover())];
  }

  async read(): Promise<DeviceReadings> {
    const real = await this.#nvidia.read();
    const simulated = await this.#simulated?.read();
    return { samples: [...real.samples, ...(simulated?.samples ?? [])], faults: real.faults };
  }
}
