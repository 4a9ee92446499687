import type { InputOf } from '@berth/contracts/define';
import type { CalendarEntryView, CalendarView } from '@berth/contracts/scheduler/reservation.views';
import type { calendarQuery } from '@berth/contracts/scheduler/reservations';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import type { Collection, Query, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { orReject, type Identity } from '@berth/service-host/operation';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import { calendarStream } from '../../streams.js';
import { maintenanceView, type MaintenanceDocument } from './maintenance.view.js';
import { findPool } from '../../facts/project-and-pool.js';
import { reservationsView, type ReservationDocument } from './reservation.view.js';
import type { Calendars } from '../../calendars.js';

const MAX_DAYS = 92;
const DAY_MS = 86_400_000;

interface Range {
  readonly from: string;
  readonly until: string;
}
type Place = { readonly hostId: string; readonly uuid: string };
type Held = CalendarEntryView & { readonly projectId?: string };

/**
 * The holds on devices of a pool in a range: reservations and maintenance including past ones, present offers and
 * running jobs. Devices that the viewer may not see are left out; owners are shown to those who may see their
 * project.
 */
export class PoolCalendar {
  readonly #reservations: Collection<ReservationDocument>;
  readonly #maintenance: Collection<MaintenanceDocument>;

  constructor(
    private readonly parts: {
      readonly calendars: Calendars;
      readonly facts: Facts;
      readonly visibility: Visibility;
    },
    readModels: ReadModels,
  ) {
    this.#reservations = readModels.collection<ReservationDocument>(reservationsView.collection);
    this.#maintenance = readModels.collection<MaintenanceDocument>(maintenanceView.collection);
  }

  async show(
    identity: Identity,
    { pool, from, until }: InputOf<typeof calendarQuery>,
  ): Promise<CalendarView> {
    const { facts, visibility, calendars } = this.parts;
    const { poolId } = findPool(facts, visibility, identity, pool);
    const range = checked({ from, until });
    const { state } = await calendars.load(calendarStream(poolId), { fresh: true });
    const held = [
      ...(await this.#reservationsIn(poolId, range)),
      ...(await this.#maintenanceIn(poolId, range)),
      ...offers(state, range),
      ...jobs(state, range),
    ];
    const devices = visibility.devicesOf(identity, poolId);
    const mayUse = ({ uuid }: Place): boolean => typeof devices === 'string' || devices.has(uuid);
    const entries = held
      .map((entry) => ({ ...entry, devices: entry.devices.filter(mayUse) }))
      .filter((entry) => entry.devices.length > 0)
      .map((entry) => this.#shownTo(identity, entry))
      .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    return { poolId, ...range, entries };
  }

  #shownTo(identity: Identity, entry: Held): CalendarEntryView {
    const { projectId } = entry;
    if (projectId === undefined || this.parts.visibility.ofJob(identity, { projectId })) return entry;
    const { kind, from, until, devices } = entry;
    return { kind, from, ...defined({ until }), devices, visible: false };
  }

  async #reservationsIn(poolId: string, range: Range): Promise<Held[]> {
    const documents = await all(this.#reservations, inRange(poolId, range));
    return documents
      .filter(({ from, heldUntil: end }) => from < end)
      .map(({ id, from, heldUntil: end, devices, projectId, userId, title }) => ({
        kind: 'reservation',
        id,
        from,
        until: end,
        devices: devices.map(({ hostId, uuid }) => ({ hostId, uuid })),
        visible: true,
        projectId,
        userId,
        ...defined({ title }),
      }));
  }

  async #maintenanceIn(poolId: string, range: Range): Promise<Held[]> {
    const documents = await all(this.#maintenance, inRange(poolId, range));
    return documents
      .filter(({ from, heldUntil: end }) => from < end)
      .map(({ id, from, heldUntil: end, hosts, reason }) => ({
        kind: 'maintenance',
        id,
        from,
        until: end,
        devices: hosts.flatMap((host) => this.#devicesIn(host)),
        visible: true,
        title: reason,
      }));
  }

  #devicesIn({ hostId, uuids }: MaintenanceDocument['hosts'][number]): Place[] {
    const devices = uuids ?? this.parts.facts.hosts.get(hostId)?.devices.map(({ uuid }) => uuid) ?? [];
    return devices.map((uuid) => ({ hostId, uuid }));
  }
}

const inRange = (poolId: string, { from, until }: Range): NonNullable<Query['where']> => ({
  poolId: { eq: poolId },
  from: { lt: until },
  heldUntil: { gt: from },
});

async function all<D extends JsonObject>(
  collection: Collection<D>,
  where: NonNullable<Query['where']>,
): Promise<D[]> {
  const found = await Array.fromAsync(everyDocument(collection, { where }));
  return found.map(({ document }) => document);
}

function offers({ agenda }: Calendar, range: Range): Held[] {
  return [...agenda.waitlist.values()].flatMap(({ offer, projectId, userId }): Held[] => {
    if (!offer || offer.from >= range.until || offer.until <= range.from) return [];
    const devices = offer.devices.map(({ hostId, uuid }) => ({ hostId, uuid }));
    const { offerId: id, from, until } = offer;
    return [{ kind: 'offer', id, from, until, devices, visible: true, projectId, userId }];
  });
}

function jobs(calendar: Calendar, range: Range): Held[] {
  return [...calendar.leases.values()].flatMap((lease): Held[] => {
    const { jobId: id, hostId, leasedAt: from, until, uuids, projectId, userId } = lease;
    if (uuids.length === 0 || from >= range.until || (until !== null && until <= range.from)) return [];
    const devices = uuids.map((uuid) => ({ hostId, uuid }));
    const end = until === null ? {} : { until };
    return [{ kind: 'job', id, from, ...end, devices, visible: true, projectId, userId }];
  });
}

function checked({ from, until }: Range): Range {
  if (until <= from) return orReject(err(reject('VALIDATION_FAILED', 'until: must be after from', 'until')));
  if (Date.parse(until) - Date.parse(from) > MAX_DAYS * DAY_MS) {
    const far = `until: must be at most ${MAX_DAYS} days after from`;
    return orReject(err(reject('VALIDATION_FAILED', far, 'until', { maximumDays: MAX_DAYS })));
  }
  return { from, until };
}
