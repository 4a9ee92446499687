import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceReadings, DeviceSource, DeviceState } from './device-source.js';
import { NvidiaDevices } from './nvidia-devices.js';
import { NvidiaSmi } from './nvidia-smi.js';
import { SimulatedDevices } from './simulated-devices.js';

export interface DeviceSettings {
  /** Number of simulated devices; 0 unless configured. */
  readonly simulate: number;
  readonly seed: string;
  readonly isHeld: (uuid: string) => boolean;
  readonly nvidiaSmi?: string;
  /** Timeout of nvidia-smi. */
  readonly timeoutMs?: number;
}

/** Timeout for the real devices; then the simulated ones are returned without them. */
const REAL_DEVICES_TIMEOUT_MS = 3000;
const DEFAULT_TIMEOUT_MS = 20_000;

/** All devices of this host: real ones, and after them simulated ones. A host without any runs jobs on its CPU. */
export class HostDevices implements DeviceSource {
  readonly #nvidia: NvidiaDevices;
  readonly #simulated: SimulatedDevices;

  constructor({ simulate, seed, isHeld, nvidiaSmi, timeoutMs = DEFAULT_TIMEOUT_MS }: DeviceSettings) {
    this.#nvidia = new NvidiaDevices(new NvidiaSmi(nvidiaSmi, timeoutMs));
    this.#simulated = new SimulatedDevices(simulate, seed, isHeld);
  }

  /** As of the last reading. */
  get state(): DeviceState {
    return this.#with(this.#nvidia.state);
  }

  /**
   * Waits for the first reading, whether it succeeds or not, so that the host registers with its devices. @throws where
   * the signal aborts
   */
  async start(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    signal.throwIfAborted();
    await Promise.race([this.#nvidia.read(), aborted]);
  }

  async read(): Promise<DeviceReadings> {
    const none = { ...this.#nvidia.state, samples: [], unconfirmed: true };
    const real = await Promise.race([
      this.#nvidia.read(),
      sleep(REAL_DEVICES_TIMEOUT_MS, none, { ref: false }),
    ]);
    return { ...real, ...this.#with(real), samples: [...real.samples, ...this.#simulated.samples()] };
  }

  #with({ devices, faults, unreadable }: DeviceState): DeviceState {
    const first = Math.max(-1, ...devices.map(({ index }) => index)) + 1;
    return { devices: [...devices, ...this.#simulated.devices(first)], faults, unreadable };
  }
}
