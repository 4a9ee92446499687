import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import type { Collection, ReadModels } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { maintenanceView, toMaintenanceView, type MaintenanceDocument } from './maintenance.view.js';

/** Reads maintenance that concerns devices that the caller may use. */
export class MaintenanceQueries {
  readonly #documents: Collection<MaintenanceDocument>;

  constructor(
    readModels: ReadModels,
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {
    this.#documents = readModels.collection<MaintenanceDocument>(maintenanceView.collection);
  }

  /** Those that the viewer may see something of, with the devices that they may see. */
  async byIds(identity: Identity, ids: readonly string[]): Promise<readonly MaintenanceView[]> {
    const documents = await this.documents(ids);
    return documents.flatMap((document) => this.#shown(identity, toMaintenanceView(document)));
  }

  async document(windowId: string): Promise<MaintenanceDocument | undefined> {
    return (await this.#documents.get(windowId))?.document;
  }

  /** In the order of the ids; unknown ids are omitted. */
  async documents(windowIds: readonly string[]): Promise<readonly MaintenanceDocument[]> {
    const stored = await this.#documents.getMany(windowIds);
    const byId = new Map(stored.map(({ id, document }) => [id, document]));
    return windowIds.flatMap((id) => byId.get(id) ?? []);
  }

  #shown(identity: Identity, view: MaintenanceView): MaintenanceView[] {
    const visible = this.visibility.devicesOf(identity, view.poolId);
    if (visible === 'all') return [view];
    if (visible === 'none') return [];
    const hosts = view.hosts.flatMap(({ hostId, uuids }) => {
      const all = uuids ?? this.facts.hosts.get(hostId)?.devices.map(({ uuid }) => uuid) ?? [];
      const seen = all.filter((uuid) => visible.has(uuid));
      return seen.length > 0 ? [{ hostId, uuids: seen }] : [];
    });
    return hosts.length > 0 ? [{ ...view, hosts }] : [];
  }
}
