import type { FeedReservation, FeedContents } from '@berth/contracts/scheduler/calendar-feeds';
import { may } from '@berth/contracts/permissions';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { isRemoved } from '../../facts/host.facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { feedReservationsView, type FeedReservationDocument } from './feed-reservations.view.js';
import type { FeedDocument } from './feeds.view.js';

/** For so long after its end a reservation stays in the feed, so that calendar programs see its outcome. */
const PAST_MS = 30 * 24 * 3_600_000;
/** Maximum of events in a feed; the ones that end first are kept. */
const MAX_RESERVATIONS = 1000;

/** What a feed's owner may see now: a grant or a role that has ended since ends it too. */
export class FeedContentsQuery {
  readonly #reservations: Collection<FeedReservationDocument>;

  constructor(
    readModels: ReadModels,
    private readonly facts: Facts,
    private readonly visibility: Visibility,
  ) {
    this.#reservations = readModels.collection<FeedReservationDocument>(feedReservationsView.collection);
  }

  /** Undefined where there is nothing that the owner may see. */
  async of({ userId, scope, of }: FeedDocument, now: string): Promise<FeedContents | undefined> {
    const user = this.facts.users.get(userId);
    if (user?.status !== 'active') return undefined;
    const owner: Identity = { kind: 'user', userId, role: user.role };
    if (scope === 'user') return this.#told(owner, 'My reservations', { userId: { eq: userId } }, now);
    const place = scope === 'pool' ? this.pool(owner, of ?? '') : this.device(owner, of ?? '');
    if (!place) return undefined;
    const shown = (uuid: string) => place.uuids === undefined || place.uuids.has(uuid);
    return this.#told(owner, place.name, { poolId: { eq: place.poolId } }, now, shown);
  }

  pool(owner: Identity, poolId: string) {
    if (!this.visibility.ofPool(owner, poolId)) return undefined;
    const name = this.facts.pools.get(poolId)?.name ?? poolId;
    return { poolId, name, uuids: this.#devicesOf(owner, poolId) };
  }

  device(owner: Identity, uuid: string) {
    for (const host of this.facts.hosts.values()) {
      const device = host.devices.find((each) => each.uuid === uuid);
      if (!device || isRemoved(host) || !this.visibility.ofPool(owner, host.poolId)) continue;
      const mine = this.#devicesOf(owner, host.poolId);
      if (mine !== undefined && !mine.has(uuid)) continue;
      const name = `${host.name} cuda:${device.index}`;
      return { poolId: host.poolId, name, uuids: new Set([uuid]) };
    }
    return undefined;
  }

  /** Devices of a pool that a user may use; undefined: all. */
  #devicesOf(owner: Identity, poolId: string): ReadonlySet<string> | undefined {
    if (may(owner, 'readAll')) return undefined;
    const { userId } = owner;
    const all = new Set<string>();
    for (const projectId of ['', ...this.visibility.projectsOf(userId)]) {
      const entitlement = this.facts.entitlements.of({ userId, projectId, staff: false }, poolId);
      if (!entitlement) continue;
      if (entitlement.devices === undefined) return undefined;
      for (const uuid of entitlement.devices) all.add(uuid);
    }
    return all;
  }

  async #told(
    owner: Identity,
    name: string,
    whose: { readonly [field: string]: Condition },
    now: string,
    shown: (uuid: string) => boolean = () => true,
  ): Promise<FeedContents> {
    const { items } = await this.#reservations.query({
      where: { ...whose, until: { gte: addMs(now, -PAST_MS) } },
      sort: [{ field: 'until', direction: 'asc' }],
      limit: MAX_RESERVATIONS,
    });
    const reservations = items.flatMap(({ document }) => {
      const devices = document.devices.filter(({ uuid }) => shown(uuid));
      const visible = document.userId === owner.userId || this.visibility.ofJob(owner, document);
      // Others' reservations that were cancelled before they began are left out: the time is free.
      const isTold = devices.length > 0 && (visible || !document.cancelled);
      return isTold ? [this.#reservation(owner, { ...document, devices }, visible)] : [];
    });
    return { name, reservations };
  }

  #reservation(owner: Identity, reservation: FeedReservationDocument, visible: boolean): FeedReservation {
    const { reservationId, sequence, from, until, cancelled, createdAt, updatedAt, poolId, title } =
      reservation;
    const times = { from, until, createdAt, updatedAt };
    return {
      // Calendar programs distinguish events by it; others' reservations have no id that says more.
      reservationId: visible ? reservationId : idFromName('busy', owner.userId, reservationId),
      sequence,
      ...times,
      cancelled,
      pool: this.facts.pools.get(poolId)?.name ?? '',
      devices: reservation.devices.map(({ hostId, index, model }) => ({
        host: this.facts.hosts.get(hostId)?.name ?? '',
        index,
        model,
      })),
      visible,
      ...(visible && title !== null ? { title } : {}),
    };
  }
}
