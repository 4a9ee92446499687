import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { Collection, ReadModels } from '@berth/read-models';
import { devicePlacesCollection, type DevicePlace } from './device-places.view.js';
import type { Contest } from './host.js';
import type { Hosts } from './hosts.js';

/**
 * Which devices of a report belong to another host: one that is online and reported them last. Of two hosts that
 * report one device for the first time within the view's delay, the later has it.
 */
export class DeviceClaims {
  readonly #places: Collection<DevicePlace>;

  constructor(
    readModels: Pick<ReadModels, 'collection'>,
    private readonly hosts: Pick<Hosts, 'find'>,
  ) {
    this.#places = readModels.collection(devicePlacesCollection);
  }

  async against(hostId: string, devices: readonly DeviceFacts[]): Promise<readonly Contest[]> {
    const places = await this.#places.getMany(devices.map(({ uuid }) => uuid));
    const elsewhere = places.filter(({ document }) => document.hostId !== hostId);
    const held = await Promise.all(
      elsewhere.map(async ({ id, document }) =>
        (await this.#holds(document.hostId, id)) ? [document.hostId] : [],
      ),
    );
    return elsewhere.flatMap(({ id }, index) =>
      (held[index] ?? []).map((ownerId) => ({ uuid: id, ownerId })),
    );
  }

  async #holds(hostId: string, uuid: string): Promise<boolean> {
    const host = await this.hosts.find(hostId);
    return (
      host?.status === 'online' && host.devices.some((device) => device.uuid === uuid && !device.missing)
    );
  }
}
