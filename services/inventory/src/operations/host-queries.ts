import type { PageOf } from '@berth/contracts/fields';
import { matchesModel } from '@berth/contracts/inventory/models';
import type {
  DeviceView,
  EffectiveDeviceState,
  HostScheduling,
  HostStatus,
  HostView,
} from '@berth/contracts/inventory/views';
import { defined } from '@berth/kernel/defined';
import type { Collection, ReadModels } from '@berth/read-models';
import { equalTo } from '@berth/read-models/equal-to';
import { everyDocument } from '@berth/read-models/every-document';
import type { PageRequest } from '@berth/service-host/paging';
import { visibleDevicesOf, EVERYTHING, canSeeHost, type VisibleResources } from '../access/visibility.js';
import { factsOf, type HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';
import type { Heartbeats } from '../host/heartbeats.js';
import { devicePlacesCollection, type DevicePlace } from '../host/device-places.view.js';
import {
  hostLeasesCollection,
  type HostLeases,
  hostReservationsCollection,
  type HostReservation,
} from '../facts/host-leases.view.js';
import { pageOverHosts } from './host-pages.js';
import { hostsCollection, type HostDocument } from '../host/hosts.view.js';

/** A host as a user sees it: granted devices only, and addresses only for users who see everything. */
function toHostView(host: Host, visible: VisibleResources, lastSeen: string | undefined): HostView {
  const { id, name, poolId, status, scheduling, schedulingReason } = host;
  const { conditions = [], facts, cpuLimits, labels, joinedAt, removedAt } = host;
  return {
    id,
    name,
    poolId,
    status,
    scheduling,
    schedulingReason,
    conditions,
    cpuLimits,
    labels,
    joinedAt,
    ...defined({ removedAt }),
    lastSeen,
    ...(facts && { facts: visible.kind === 'everything' ? facts : { ...facts, addresses: [] } }),
    devices: visibleDevicesOf(visible, host).map((device) => toDeviceView(host, device)),
  };
}

function toDeviceView(host: Host, device: HostDevice): DeviceView {
  const { id: hostId, poolId } = host;
  const { limits } = device;
  const removed = host.status === 'removed';
  const missing = device.missing || removed;
  const unreadable = removed ? undefined : unreadableBecause(host, device);
  const state: EffectiveDeviceState = unreadable === undefined ? device.state : 'unreadable';
  const why =
    unreadable ??
    device.stateReason ??
    (removed ? 'its host was removed' : device.missing ? "not in the agent's latest report" : undefined);
  return {
    ...factsOf(device),
    limits,
    missing,
    state,
    hostId,
    poolId,
    ...defined({ stateReason: why }),
  };
}

/** A device that is out of service anyhow is shown as it is. */
function unreadableBecause({ conditions = [] }: Host, device: HostDevice): string | undefined {
  if (device.state !== 'available' || device.simulated) return undefined;
  return conditions.find(({ kind }) => kind === 'devicesUnreadable')?.message;
}

/** What holds a host's devices now, or will. */
export interface HostUse {
  readonly leases: number;
  /** Under way, or ahead. */
  readonly reservations: number;
}

/** Reads hosts and devices; those that are not visible are omitted. */
export class HostQueries {
  readonly #hosts: Collection<HostDocument>;
  readonly #places: Collection<DevicePlace>;
  readonly #leases: Collection<HostLeases>;
  readonly #reservations: Collection<HostReservation>;

  constructor(
    readModels: ReadModels,
    private readonly heartbeats: Heartbeats,
  ) {
    this.#hosts = readModels.collection(hostsCollection);
    this.#places = readModels.collection(devicePlacesCollection);
    this.#leases = readModels.collection(hostLeasesCollection);
    this.#reservations = readModels.collection(hostReservationsCollection);
  }

  async page(
    asked: PageRequest & {
      readonly poolId?: string | undefined;
      readonly search?: string | undefined;
      readonly statuses?: readonly HostStatus[] | undefined;
      readonly schedulings?: readonly HostScheduling[] | undefined;
    },
    visible: VisibleResources,
  ): Promise<PageOf<HostView>> {
    const search = asked.search?.toLowerCase();
    const matches = ({ name, facts, status, scheduling }: HostDocument) =>
      (asked.statuses?.includes(status) ?? true) &&
      (asked.schedulings?.includes(scheduling) ?? true) &&
      (search === undefined ||
        [name, facts?.hostname ?? ''].some((text) => text.toLowerCase().includes(search)));
    return pageOverHosts(this.#hosts, equalTo({ poolId: asked.poolId }), asked, (host) =>
      isListed(host) && canSeeHost(visible, host) && matches(host)
        ? [{ key: '', node: this.#view(host, visible) }]
        : [],
    );
  }

  /** In no particular order. */
  async byIds(ids: readonly string[], visible: VisibleResources): Promise<readonly HostView[]> {
    const found = await this.#hosts.getMany(ids);
    return found.flatMap(({ document }) =>
      canSeeHost(visible, document) ? [this.#view(document, visible)] : [],
    );
  }

  async devices(
    asked: PageRequest & {
      readonly poolId?: string | undefined;
      readonly hostId?: string | undefined;
      readonly model?: string | undefined;
      readonly search?: string | undefined;
      readonly states?: readonly EffectiveDeviceState[] | undefined;
      readonly missing?: boolean | undefined;
    },
    visible: VisibleResources,
  ): Promise<PageOf<DeviceView>> {
    const { model, states, missing } = asked;
    const search = asked.search?.toLowerCase();
    const matches = (device: DeviceView) =>
      (states?.includes(device.state) ?? true) &&
      (missing === undefined || device.missing === missing) &&
      (search === undefined ||
        [device.uuid, device.model, device.pciBusId ?? ''].some((text) =>
          text.toLowerCase().includes(search),
        ));
    const where = equalTo({ poolId: asked.poolId, id: asked.hostId });
    return pageOverHosts(this.#hosts, where, asked, (host) =>
      (isListed(host) ? visibleDevicesOf(visible, host) : [])
        .filter((device) => model === undefined || matchesModel(device.model, model))
        .map((device) => ({ key: keyOf(device), node: toDeviceView(host, device) }))
        .filter(({ node }) => matches(node))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  }

  /** The host that reported a device last. */
  async hostOfDevice(uuid: string): Promise<string | undefined> {
    return (await this.#places.get(uuid))?.document.hostId;
  }

  async isLeased(hostId: string): Promise<boolean> {
    return (await this.#leases.get(hostId)) !== undefined;
  }

  async useOf(hostId: string): Promise<HostUse> {
    let reservations = 0;
    for await (const { document } of everyDocument(this.#reservations))
      if (document.hostIds.includes(hostId)) reservations += 1;
    const leases = (await this.#leases.get(hostId))?.document.leaseIds.length ?? 0;
    return { leases, reservations };
  }

  /** For whoever sees everything. */
  fullView(host: Host): HostView {
    return toHostView(host, EVERYTHING, this.heartbeats.lastSeen(host.id));
  }

  #view(host: HostDocument, visible: VisibleResources): HostView {
    return toHostView(host, visible, this.heartbeats.lastSeen(host.id) ?? host.lastContactAt);
  }
}

/** A removed host is in no list and can be found by its id only. */
const isListed = ({ status }: HostDocument): boolean => status !== 'removed';

const keyOf = ({ index, uuid }: { readonly index: number; readonly uuid: string }): string =>
  `${String(index).padStart(6, '0')}:${uuid}`;
