import type { JsonObject } from '@berth/kernel/json';
import type { Platform } from '@berth/service-host/platform';
import type { Facts } from '../../facts/facts.js';
import { FactWaiter } from '../../facts/fact-waiter.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import type { Policies } from '../../queue/policy/policies.js';
import { calendarStream } from '../../streams.js';
import { Availability } from './availability.js';
import { ReservationChanges } from './reservation-changes.js';
import { ReservationDirectory } from './reservation-directory.js';
import { CalendarPoller } from './calendar.poller.js';
import { CalendarController } from './calendar.controller.js';
import { HolderEligibility } from './holder-eligibility.js';
import { MaintenanceWindows } from './maintenance-windows.js';
import { MaintenanceQueries } from './maintenance.queries.js';
import { maintenanceView } from './maintenance.view.js';
import { PoolCalendar } from './pool-calendar.js';
import { reservationDevicesView, reservationsView } from './reservation.view.js';
import { ReservationController } from './reservation.controller.js';
import { ReservationQueries } from './reservation.queries.js';
import type { Calendars } from '../../calendars.js';
import type { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { Reservations } from './reservations.js';

export interface ReservationFeatureParts {
  readonly calendars: Calendars;
  readonly facts: Facts;
  readonly policies: Policies;
  readonly visibility: Visibility;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
}

/** The reservation or job that needed the devices is hidden from the former holder. */
const withoutOthers = ({ neededFor, ...data }: JsonObject): JsonObject =>
  neededFor === undefined ? data : { ...data, neededFor: { kind: (neededFor as JsonObject)['kind'] } };

/** Reservations of devices, maintenance, and the calendars that hold them. */
export function reservationFeature(
  { readModels, clock, log, waitForViews }: Pick<Platform, 'readModels' | 'clock' | 'log' | 'waitForViews'>,
  parts: ReservationFeatureParts,
): Feature {
  const { calendars, facts, policies, visibility, dirtyPools } = parts;
  const directory = new ReservationDirectory(calendars, facts, readModels);
  const maintenance = new MaintenanceQueries(readModels, facts, visibility);
  const windows = new MaintenanceWindows({ ...parts, queries: maintenance, waitForViews });
  const factWaiter = new FactWaiter(facts);
  const reservations = new Reservations({ ...parts, factWaiter, directory, waitForViews });
  const holders = new HolderEligibility(facts, () => performance.now());
  return {
    controllers: [ReservationController, CalendarController],
    providers: [
      { provide: Reservations, useValue: reservations },
      { provide: ReservationChanges, useValue: new ReservationChanges(directory, facts, policies) },
      { provide: ReservationQueries, useValue: new ReservationQueries(readModels, visibility) },
      { provide: Availability, useValue: new Availability(parts) },
      { provide: PoolCalendar, useValue: new PoolCalendar(parts, readModels) },
      { provide: MaintenanceWindows, useValue: windows },
      { provide: MaintenanceQueries, useValue: maintenance },
    ],
    projections: [reservationsView, reservationDevicesView, maintenanceView],
    background: [new CalendarPoller({ calendars, facts, holders, clock, log, dirtyPools }).work],
    historyOf: async (entity, id) => {
      const document =
        entity === 'reservation'
          ? await directory.document(id)
          : entity === 'maintenance'
            ? await maintenance.document(id)
            : undefined;
      return document && { stream: calendarStream(document.poolId), revisions: document.revisions };
    },
    shownInHistory: async (identity, entity, id) => {
      if (entity === 'maintenance') {
        const document = await maintenance.document(id);
        return document && visibility.hidingDevices(identity, { poolId: document.poolId });
      }
      if (entity !== 'reservation') return undefined;
      const document = await directory.document(id);
      const hiding = document && visibility.hidingDevices(identity, document);
      return (data) => withoutOthers(hiding ? hiding(data) : data);
    },
    mayReadHistory: async (identity, entity, id) => {
      if (entity === 'reservation') {
        const document = await directory.document(id);
        return document !== undefined && visibility.ofJob(identity, document);
      }
      if (entity !== 'maintenance') return undefined;
      return (await maintenance.byIds(identity, [id])).length > 0;
    },
  };
}
