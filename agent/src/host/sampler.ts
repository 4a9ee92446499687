import type { Bus } from '@berth/bus/connection';
import type { HostSample } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import type { Logger } from '@berth/service-host/log';
import type { Uplink } from '../bus/uplink.js';
import type { DeviceReadings, DeviceSource, DeviceState } from '../devices/device-source.js';
import type { HostConditions } from './conditions.js';
import type { HostLoadReader } from './host-load.js';

export interface SamplerOptions {
  readonly bus: Bus;
  readonly uplink: Uplink;
  readonly devices: DeviceSource;
  readonly load: HostLoadReader;
  readonly everyMs: number;
  readonly conditions: HostConditions;
  /** Devices or faults may be others than before. */
  readonly onSampled: () => void;
  readonly log: Logger;
}

/** Where something is unconfirmed, the next reading comes sooner. */
const UNCONFIRMED_INTERVAL_MS = 1000;

/**
 * Publishes samples of the host and its devices, and reports devices that fail or can't be read. A sample that is not
 * received is not repeated.
 */
export class Sampler {
  #stopped = false;
  #logged = JSON.stringify([[], undefined]);
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SamplerOptions) {}

  start(): void {
    this.#timer = setTimeout(() => void this.#sample(), 0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #sample(): Promise<void> {
    const { bus, uplink, devices, load, everyMs, log } = this.options;
    let nextMs = everyMs;
    try {
      const [readings, host] = await Promise.all([devices.read(), load.read()]);
      const { samples, unconfirmed } = readings;
      const sample: HostSample = { at: new Date().toISOString(), ...host, devices: [...samples] };
      if (this.#stopped) return;
      if (bus.connected) bus.nc.publish(subjects.gpu(uplink.hostId), JSON.stringify(sample));
      if (unconfirmed) nextMs = Math.min(everyMs, UNCONFIRMED_INTERVAL_MS);
      this.#note(readings);
    } catch (error) {
      log.warn({ err: error }, 'the host could not be sampled');
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#sample(), nextMs);
  }

  #note(readings: DeviceReadings): void {
    updateReadableCondition(readings, this.options.conditions);
    const { faults, unreadable } = readings;
    const found = JSON.stringify([faults, unreadable]);
    if (found !== this.#logged) {
      this.#logged = found;
      if (unreadable !== undefined) this.options.log.error({ why: unreadable }, 'the devices cannot be read');
      for (const fault of faults) this.options.log.error(fault, 'a device is in error');
      if (unreadable === undefined && faults.length === 0) this.options.log.info('all devices are healthy');
    }
    this.options.onSampled();
  }
}

export function updateReadableCondition({ unreadable }: DeviceState, conditions: HostConditions): void {
  if (unreadable === undefined) conditions.clear('devicesUnreadable');
  else conditions.raise('devicesUnreadable', unreadable);
}
