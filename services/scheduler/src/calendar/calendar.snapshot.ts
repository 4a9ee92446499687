import type { JsonValue } from '@berth/kernel/json';
import type { FormerHolder } from './former-holders.js';
import { emptyAgenda, withReservation, withEntry, withMaintenance } from './agenda.js';
import type { Agenda, Reservation, Maintenance, WaitlistEntry } from './agenda.js';
import { BucketMap } from './bucket-map.js';
import { emptyCalendar, withLease, type Calendar, type Lease } from './calendar.js';

type Saved = {
  readonly leasesMade: number;
  readonly leases: readonly Lease[];
  readonly reservations: readonly Reservation[];
  readonly maintenance: readonly Maintenance[];
  readonly waitlist: readonly WaitlistEntry[];
  readonly former: readonly { readonly uuid: string; readonly holders: readonly FormerHolder[] }[];
};

/** A calendar's stream holds all leases there ever were; loading one must not grow with them. */
export const calendarSnapshot = {
  name: 'calendars',
  version: 5,
  toJson: ({ leasesMade, leases, agenda }: Calendar): JsonValue => {
    const { reservations, maintenance, waitlist, formerOn } = agenda;
    const saved: Saved = {
      leasesMade,
      leases: [...leases.values()],
      reservations: [...reservations.values()],
      maintenance: [...maintenance.values()],
      waitlist: [...waitlist.values()],
      former: [...formerOn.entries()].map(([uuid, holders]) => ({ uuid, holders })),
    };
    return saved as never;
  },
  fromJson: (saved: JsonValue): Calendar => restore(saved as unknown as Saved),
};

function restore({ leasesMade, leases, reservations, maintenance, waitlist, former }: Saved): Calendar {
  let agenda: Agenda = emptyAgenda;
  let formerOn: Agenda['formerOn'] = BucketMap.empty();
  for (const reservation of reservations) agenda = withReservation(agenda, reservation);
  for (const window of maintenance) agenda = withMaintenance(agenda, window);
  for (const entry of waitlist) agenda = withEntry(agenda, entry);
  for (const { uuid, holders } of former) formerOn = formerOn.set(uuid, holders);
  agenda = { ...agenda, formerOn };
  return { ...leases.reduce(withLease, emptyCalendar), leasesMade, agenda };
}
