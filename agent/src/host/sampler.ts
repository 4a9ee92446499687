import type { Bus } from '@berth/bus/connection';
import { agentDeviceError } from '@berth/contracts/agent/operations';
import type { HostSample } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import type { Logger } from '@berth/service-host/log';
import type { Uplink } from '../bus/uplink.js';
import type { DeviceFault, DeviceSource } from '../devices/device-source.js';
import type { HostLoadMeter } from './host-load.js';

export interface SamplerOptions {
  readonly bus: Bus;
  readonly uplink: Uplink;
  readonly devices: DeviceSource;
  readonly load: HostLoadMeter;
  readonly everyMs: number;
  readonly log: Logger;
}

/** Publishes what the host and its devices do, and tells of devices that err. A sample that nobody takes is not repeated. */
export class Sampler {
  readonly #stopping = new AbortController();
  /** Faults that the platform knows of, by device. */
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SamplerOptions) {}

  start(): void {
    this.#timer = setTimeout(() => void this.#sample(), 0);
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
  }

  async #sample(): Promise<void> {
    const { bus, uplink, devices, load, everyMs, log } = this.options;
    try {
      const [{ samples, faults }, host] = await Promise.all([devices.read(), load.read()]);
      const sample: HostSample = { at: new Date().toISOString(), ...host, devices: [...samples] };
      if (bus.connected) bus.nc.publish(subjects.gpu(uplink.hostId), JSON.stringify(sample));
      await this.#tell(faults);
    } catch (error) {
      if (!this.#stopping.signal.aborted) log.warn({ err: error }, 'the devices could not be read');
    }
    if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => void this.#sample(), everyMs);
  }

  async #tell(faults: readonly DeviceFault[]): Promise<void> {
    const { signal } = this.#stopping;
    for (const uuid of this.#told.keys()) {
      if (!faults.some((fault) => fault.uuid === uuid)) this.#told.delete(uuid);
    }
    for (const { uuid, reason } of faults) {
      if (this.#told.get(uuid) === reason) continue;
      this.options.log.error({ uuid, reason }, 'a device errs');
      await this.options.uplink.insist(agentDeviceError, { uuid, reason }, { signal });
      this.#told.set(uuid, reason);
    }
  }
}
