import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { ReservationView } from '@berth/contracts/scheduler/reservation.views';
import type { reservationsQuery } from '@berth/contracts/scheduler/reservations';
import { may } from '@berth/contracts/permissions';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import { searchPage } from '@berth/service-host/search-page';
import { defined } from '@berth/kernel/defined';
import { equalTo } from '@berth/read-models/equal-to';
import type { Visibility } from '../../facts/visibility.js';
import {
  reservationDevicesView,
  type DeviceOfReservation,
  asOf,
  reservationsView,
  toReservationView,
  type ReservationDocument,
} from './reservation.view.js';

type Filters = InputOf<typeof reservationsQuery>;

const directionOf = ({ sort }: Filters) => (sort === 'oldest' ? ('asc' as const) : ('desc' as const));

const NOTHING = { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0 };

/** Devices of others' reservations that the viewer has no grant for are left out. */
export function shownReservation(
  visibility: Visibility,
  identity: Identity,
  view: ReservationView,
): ReservationView {
  const sees = visibility.seesDevice(identity, view);
  const devices = (of: ReservationView['devices']) => of.filter(({ uuid }) => sees(uuid));
  const changes = view.changes.map((terms) => ({ ...terms, devices: devices(terms.devices) }));
  const overstays = view.overstays
    ?.map((each) => ({ ...each, uuids: each.uuids.filter(sees) }))
    .filter(({ uuids }) => uuids.length > 0);
  return { ...view, devices: devices(view.devices), changes, ...defined({ overstays }) };
}

/**
 * Reads reservations. One is for the members of its project, and for admins, operators and auditors; others find
 * nothing.
 */
export class ReservationQueries {
  readonly #reservations: Collection<ReservationDocument>;
  readonly #byDevice: Collection<DeviceOfReservation>;

  constructor(
    readModels: ReadModels,
    private readonly visibility: Visibility,
  ) {
    this.#reservations = readModels.collection<ReservationDocument>(reservationsView.collection);
    this.#byDevice = readModels.collection<DeviceOfReservation>(reservationDevicesView.collection);
  }

  async byIds(
    identity: Identity,
    ids: readonly string[],
    instant?: string,
  ): Promise<readonly ReservationView[]> {
    const stored = await this.#reservations.getMany(ids);
    return stored
      .filter(({ document }) => instant === undefined || document.createdAt <= instant)
      .filter(({ document }) => this.visibility.ofJob(identity, document))
      .map(({ document }) => this.#shown(identity, document, instant));
  }

  async page(identity: Identity, input: Filters): Promise<PageOf<ReservationView>> {
    const projects = this.#projectsOf(identity, input.projectId);
    if (projects?.length === 0) return NOTHING;
    if (input.device !== undefined && !this.visibility.seesSomewhere(identity, input.device)) return NOTHING;
    return input.device === undefined
      ? this.#pageOfAll(identity, input, projects)
      : this.#pageOfDevice(identity, input, input.device);
  }

  #pageOfAll(
    identity: Identity,
    input: Filters,
    projects: readonly string[] | undefined,
  ): Promise<PageOf<ReservationView>> {
    const { poolId, userId, seriesId, states, from, until, asOf: instant } = input;
    const search = (input.search ?? '').toLowerCase();
    const where: { [field: string]: Condition } = {
      ...(search === '' ? {} : { titleLower: { gte: search, lt: `${search}\u{10ffff}` } }),
      ...(projects && { projectId: { in: projects } }),
      ...equalTo({ poolId, userId, seriesId }),
      ...(states === undefined || instant !== undefined ? {} : { state: { in: states } }),
      ...(until === undefined ? {} : { from: { lt: until } }),
      ...(from === undefined ? {} : { until: { gt: from } }),
      ...(instant === undefined ? {} : { createdAt: { lte: instant }, overAt: { gt: instant } }),
    };
    return queryPage(
      this.#reservations,
      { where, sort: [{ field: 'from', direction: directionOf(input) }] },
      input,
      ({ document }) => this.#shown(identity, document, instant),
    );
  }

  /**
   * Reads what ever was reserved on the device, and shows what matches. It is not counted, because the count would include
   * what the caller may not see.
   */
  #pageOfDevice(identity: Identity, input: Filters, uuid: string): Promise<PageOf<ReservationView>> {
    const source = {
      where: { uuid: { eq: uuid } },
      sort: [{ field: 'reservedAt', direction: directionOf(input) }],
    };
    return searchPage(this.#byDevice, source, input, async ({ document: { reservationId } }) => {
      const document = (await this.#reservations.get(reservationId))?.document;
      if (!document || !this.visibility.ofJob(identity, document) || !matches(document, input))
        return undefined;
      const view = this.#shown(identity, document, input.asOf);
      return view.devices.some((device) => device.uuid === uuid) ? view : undefined;
    });
  }

  #shown(
    identity: Identity,
    document: ReservationDocument,
    instant: string | undefined = undefined,
  ): ReservationView {
    const whole = toReservationView(document);
    return shownReservation(this.visibility, identity, instant === undefined ? whole : asOf(whole, instant));
  }

  /** Undefined: of all projects. */
  #projectsOf(identity: Identity, wanted: string | undefined): readonly string[] | undefined {
    if (may(identity, 'readAll')) return wanted === undefined ? undefined : [wanted];
    const own = this.visibility.projectsOf(identity.userId);
    return wanted === undefined ? own : own.filter((projectId) => projectId === wanted);
  }
}

function matches(document: ReservationDocument, filters: Filters): boolean {
  const { poolId, projectId, userId, seriesId, states, from, until, asOf: instant } = filters;
  const same = (wanted: string | undefined, is: string | undefined): boolean =>
    wanted === undefined || wanted === is;
  return (
    same(poolId, document.poolId) &&
    same(projectId, document.projectId) &&
    same(userId, document.userId) &&
    same(seriesId, document.seriesId) &&
    (document.titleLower ?? '').startsWith((filters.search ?? '').toLowerCase()) &&
    (states === undefined || instant !== undefined || states.includes(document.state)) &&
    (until === undefined || document.from < until) &&
    (from === undefined || document.until > from) &&
    (instant === undefined || (document.createdAt <= instant && document.overAt > instant))
  );
}
