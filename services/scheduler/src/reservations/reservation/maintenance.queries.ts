import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { may } from '@berth/contracts/permissions';
import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import type { maintenanceQuery } from '@berth/contracts/scheduler/reservations';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import { equalTo } from '@berth/read-models/equal-to';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import { searchPage } from '@berth/service-host/search-page';
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

  /** Only who sees everything is told how many there are: others do not see some of those that the index finds. */
  page(identity: Identity, input: InputOf<typeof maintenanceQuery>): Promise<PageOf<MaintenanceView>> {
    const { hostId, poolId, seriesId, states, from, until } = input;
    const where: { [field: string]: Condition } = {
      ...equalTo({ seriesId }),
      poolId: { in: this.#poolsOf(identity, poolId) },
      ...(states === undefined ? {} : { state: { in: states } }),
      ...(until === undefined ? {} : { from: { lt: until } }),
      ...(from === undefined ? {} : { heldUntil: { gt: from } }),
    };
    const sort = [{ field: 'from', direction: input.sort === 'oldest' ? 'asc' : 'desc' }] as const;
    if (may(identity, 'readAll') && hostId === undefined)
      return queryPage(this.#documents, { where, sort }, input, ({ document }) =>
        toMaintenanceView(document),
      );
    return searchPage(this.#documents, { where, sort }, input, ({ document }) => {
      const [shown] = this.#shown(identity, toMaintenanceView(document));
      return hostId === undefined || shown?.hosts.some((host) => host.hostId === hostId) ? shown : undefined;
    });
  }

  #poolsOf(identity: Identity, wanted: string | undefined): readonly string[] {
    const pools =
      wanted === undefined ? [...this.facts.pools.values()].map(({ poolId }) => poolId) : [wanted];
    return pools.filter((poolId) => this.visibility.ofPool(identity, poolId));
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
