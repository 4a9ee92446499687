import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceReadings, DeviceSource, DeviceState } from './device-source.js';
import { NvidiaDevices } from './nvidia-devices.js';
import { NvidiaSmi } from './nvidia-smi.js';
import { SimulatedDevices } from './simulated-devices.js';

export interface DeviceSettings {
  /** How many to simulate; only on request. */
  readonly simulate: number;
  readonly seed: string;
  readonly isHeld: (uuid: string) => boolean;
  readonly nvidiaSmi?: string;
  /** How long nvidia-smi may take. */
  readonly withinMs?: number;
}

/** Simulated devices don't wait longer than this for real ones. */
const PATIENCE_MS = 3000;
const WITHIN_MS = 20_000;

/** All devices of this host: real ones, and after them simulated ones. A host without any runs jobs on its CPU. */
export class HostDevices implements DeviceSource {
  readonly #nvidia: NvidiaDevices;
  readonly #simulated: SimulatedDevices;

  constructor({ simulate, seed, isHeld, nvidiaSmi, withinMs = WITHIN_MS }: DeviceSettings) {
    this.#nvidia = new NvidiaDevices(new NvidiaSmi(nvidiaSmi, withinMs));
    this.#simulated = new SimulatedDevices(simulate, seed, isHeld);
  }

  /** As of the last look. */
  get state(): DeviceState {
    return this.#with(this.#nvidia.state);
  }

  /** Waits for the first look, however it ends, so that the host is told of with what it has. @throws where the signal aborts */
  async start(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    signal.throwIfAborted();
    await Promise.race([this.#nvidia.look(), aborted]);
  }

  async read(): Promise<DeviceReadings> {
    const none = { ...this.#nvidia.state, samples: [], doubtful: true };
    const real = await Promise.race([this.#nvidia.look(), sleep(PATIENCE_MS, none, { ref: false })]);
    return { ...real, ...this.#with(real), samples: [...real.samples, ...this.#simulated.samples()] };
  }

  #with({ devices, faults, unreadable }: DeviceState): DeviceState {
    const first = Math.max(-1, ...devices.map(({ index }) => index)) + 1;
    return { devices: [...devices, ...this.#simulated.devices(first)], faults, unreadable };
  }
}
