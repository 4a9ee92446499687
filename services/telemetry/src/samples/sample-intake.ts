import { hostOfSubject } from '@berth/contracts/subjects';
import type { Collection } from '@berth/read-models';
import type { Logger } from '@berth/service-host/log';
import type { StreamPosition } from '../archive/log-archive.js';
import type { IntakeMetrics } from '../intake/intake-metrics.js';
import type { RemovedHostFilter } from '../intake/removed-hosts.view.js';
import type { DeviceHost } from './device-hosts.view.js';
import { readSamples, type Sample } from './host-sample.js';
import type { SampleStore } from './sample-store.js';

export interface SampleMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** When JetStream took it. */
  readonly time: Date;
}

export interface SampleIntakeOptions {
  readonly store: SampleStore;
  readonly devices: Collection<DeviceHost>;
  readonly removedHostFilter: Pick<RemovedHostFilter, 'forMessages'>;
  readonly metrics: IntakeMetrics;
  readonly log: Logger;
  readonly stream: string;
}

/** Takes samples in. Those of devices that are not in the host by inventory are left out: the next ones follow soon. */
export class SampleIntake {
  constructor(private readonly options: SampleIntakeOptions) {}

  async take(messages: readonly SampleMessage[], position: StreamPosition): Promise<void> {
    const { store, metrics, log, stream } = this.options;
    const samples: Sample[] = [];
    const isTooLate = await this.options.removedHostFilter.forMessages(messages);
    for (const message of messages) {
      const { subject, data, time } = message;
      const hostId = hostOfSubject(subject);
      if (isTooLate(message)) {
        metrics.samplesRejected.inc();
        continue;
      }
      const read = readSamples(hostId, data, time.getTime());
      if (read.ok) samples.push(...read.value);
      else {
        metrics.samplesRejected.inc();
        log.warn({ hostId, reason: read.error }, 'a sample was refused');
      }
    }
    const own = await this.#ownOf(samples);
    metrics.samples.inc(own.length);
    metrics.samplesRejected.inc(samples.length - own.length);
    store.write(own, stream, position);
  }

  async #ownOf(samples: readonly Sample[]): Promise<readonly Sample[]> {
    const uuids = new Set(samples.flatMap(({ uuid }) => uuid ?? []));
    const hosts = new Map<string, string>();
    for (const { id, document } of await this.options.devices.getMany([...uuids]))
      hosts.set(id, document.hostId);
    return samples.filter(({ uuid, hostId }) => uuid === undefined || hosts.get(uuid) === hostId);
  }
}
