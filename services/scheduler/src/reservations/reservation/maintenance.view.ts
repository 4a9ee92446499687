import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { MaintenanceView } from '@berth/contracts/scheduler/reservation.views';
import type { Projection } from '@berth/read-models';
import type { RecordedOrDecidedEvent } from './reservation.view.js';

export type MaintenanceDocument = MaintenanceView & {
  /** Until when its devices take no work. */
  readonly heldUntil: string;
  /** The revisions of its events in the stream of its pool's calendar. */
  readonly revisions: readonly number[];
};

type MaintenanceEvent = Extract<CalendarEvent, { type: `scheduler.calendar.maintenance${string}` }>;

export const maintenanceView: Projection<MaintenanceDocument> = {
  name: 'maintenance',
  version: 1,
  collection: {
    name: 'maintenance_windows',
    indexes: [
      { fields: ['from'] },
      { fields: ['poolId', 'from'] },
      { fields: ['state', 'from'] },
      { fields: ['seriesId', 'from'] },
      { fields: ['heldUntil'] },
    ],
  },
  keys: ({ type, data }) =>
    type.startsWith('scheduler.calendar.maintenance') ? [String(data['windowId'])] : [],
  evolve: (document, event) => evolveMaintenance(document, event),
};

export function evolveMaintenance(
  document: MaintenanceDocument | undefined,
  { revision, ...noted }: RecordedOrDecidedEvent,
): MaintenanceDocument {
  const event = noted as MaintenanceEvent;
  const revisions = [...(document?.revisions ?? []), ...(revision === undefined ? [] : [revision])];
  if (event.type === 'scheduler.calendar.maintenanceSet.v1') {
    const { windowId: id, ...window } = event.data;
    return { id, ...window, state: 'set', heldUntil: window.until, revisions };
  }
  if (!document) throw new Error('maintenance ended that was never set');
  const { cause, endedAt } = event.data;
  return { ...document, state: cause, endedAt, heldUntil: endedAt, revisions };
}

export function toMaintenanceView({
  heldUntil: _,
  revisions: __,
  ...view
}: MaintenanceDocument): MaintenanceView {
  return view;
}
