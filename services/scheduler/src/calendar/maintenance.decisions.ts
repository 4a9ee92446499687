import { defined } from '@berth/kernel/defined';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { overlap, type Agenda, type Maintenance } from './agenda.js';
import { warned } from './reservation.decisions.js';
import type { EndMaintenanceCommand, SetMaintenanceCommand } from './calendar.commands.js';
import { evolveCalendar, type Calendar } from './calendar.js';
import { offerWithdrawn } from './waitlist.decisions.js';

type Hosts = Maintenance['hosts'];

/**
 * Maintenance takes precedence over reservations: they stay and their holders are warned, offers are withdrawn.
 * Windows of maintenance do not overlap on a device.
 */
export function setMaintenance(
  command: SetMaintenanceCommand,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const events: CalendarEvent[] = [];
  let { agenda } = calendar;
  for (const window of command.windows) {
    const decided = setOne(command, window, agenda);
    if (!decided.ok) return decided;
    agenda = decided.value.reduce(evolveCalendar, { ...calendar, agenda }).agenda;
    events.push(...decided.value);
  }
  return ok(events);
}

function setOne(
  { poolId, hosts, reason, seriesId, now }: SetMaintenanceCommand,
  { windowId, from, until }: SetMaintenanceCommand['windows'][number],
  agenda: Agenda,
): Result<CalendarEvent[], Rejection> {
  if (until <= from || until <= now) {
    return err(reject('VALIDATION_FAILED', 'until: must be after from, and in the future', 'until'));
  }
  const known = agenda.maintenance.get(windowId);
  if (
    known?.from === from &&
    known.until === until &&
    known.reason === reason &&
    sameHosts(known.hosts, hosts)
  ) {
    return ok([]);
  }
  for (const other of agenda.maintenance.values()) {
    if (other.windowId === windowId || !overlap(other, { from, until }) || !meet(other.hosts, hosts))
      continue;
    const taken = `from: these devices already have maintenance from ${other.from} to ${other.until}; change that window`;
    return err(reject('INVALID_STATE', taken, 'from', { windowId: other.windowId }));
  }
  const series = defined({ seriesId });
  const places = hosts.map(({ hostId, uuids }) => ({ hostId, ...(uuids ? { uuids: [...uuids] } : {}) }));
  const set: CalendarEvent = {
    type: 'scheduler.calendar.maintenanceSet.v1',
    data: { windowId, poolId, from, until, hosts: places, reason, ...series, setAt: now },
  };
  return ok([set, ...withdrawn(agenda, poolId, { from, until, hosts }, now), ...warnings()]);

  function warnings(): CalendarEvent[] {
    const message = `maintenance from ${from} to ${until}: ${reason}`;
    return [...agenda.reservations.values()]
      .filter((reservation) => overlap(reservation, { from, until }) && isOn(hosts, reservation.devices))
      .map((reservation) => warned(reservation, poolId, { kind: 'maintenance', message, windowId }, now));
  }
}

function withdrawn(
  agenda: Agenda,
  poolId: string,
  window: { readonly from: string; readonly until: string; readonly hosts: Hosts },
  now: string,
): CalendarEvent[] {
  return [...agenda.waitlist.values()].flatMap((entry) =>
    entry.offer && overlap(entry.offer, window) && isOn(window.hosts, entry.offer.devices)
      ? [offerWithdrawn(entry, entry.offer, poolId, now)]
      : [],
  );
}

/** Completed only when its time is over; one that is not there has ended already. */
export function endMaintenance(command: EndMaintenanceCommand, { agenda }: Calendar): CalendarEvent[] {
  const { windowId, poolId, cause, now } = command;
  const window = agenda.maintenance.get(windowId);
  if (!window || (cause === 'completed' && now < window.until)) return [];
  return [
    { type: 'scheduler.calendar.maintenanceEnded.v1', data: { windowId, poolId, cause, endedAt: now } },
  ];
}

const isOn = (
  hosts: Hosts,
  devices: readonly { readonly hostId: string; readonly uuid: string }[],
): boolean =>
  devices.some((device) =>
    hosts.some(
      ({ hostId, uuids }) => hostId === device.hostId && (uuids === undefined || uuids.includes(device.uuid)),
    ),
  );

const meet = (a: Hosts, b: Hosts): boolean =>
  a.some((one) =>
    b.some(
      (other) =>
        one.hostId === other.hostId &&
        (!one.uuids || !other.uuids || one.uuids.some((uuid) => other.uuids?.includes(uuid))),
    ),
  );

const sameHosts = (a: Hosts, b: Hosts): boolean => JSON.stringify(a) === JSON.stringify(b);
