import { idFromName } from '@berth/kernel/ids';
import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceSample } from './device-source.js';

const MEMORY_MIB = 24_576;

/** Simulated devices for trials and tests; they are marked as simulated wherever they are shown. */
export class SimulatedDevices {
  readonly #devices: readonly Omit<DeviceFacts, 'index'>[];

  /** `seed`: the same devices again after a restart, and others on every host. */
  constructor(
    count: number,
    seed: string,
    private readonly isHeld: (uuid: string) => boolean,
  ) {
    this.#devices = Array.from({ length: count }, (_, ordinal) => ({
      uuid: `SIM-${idFromName('simulated-device', seed, String(ordinal))}`,
      model: 'Simulated GPU',
      memoryMiB: MEMORY_MIB,
      simulated: true,
    }));
  }

  devices(firstIndex: number): readonly DeviceFacts[] {
    return this.#devices.map((device, ordinal) => ({ ...device, index: firstIndex + ordinal }));
  }

  /** A device that a run holds looks busy. */
  samples(): readonly DeviceSample[] {
    return this.#devices.map(({ uuid }) => {
      const held = this.isHeld(uuid);
      const memoryUsedMiB = held ? 16_384 : 2;
      return {
        uuid,
        simulated: true,
        utilisationGpu: held ? 92 : 0,
        utilisationMemory: held ? 40 : 0,
        memoryUsedMiB,
        memoryFreeMiB: MEMORY_MIB - memoryUsedMiB,
        memoryTotalMiB: MEMORY_MIB,
        temperature: held ? 68 : 34,
        powerW: held ? 240 : 28,
        pstate: held ? 'P2' : 'P8',
        processes: [],
      };
    });
  }
}
