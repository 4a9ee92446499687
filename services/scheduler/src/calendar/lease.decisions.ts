import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { defined } from '@berth/kernel/defined';
import type { LeaseCommand, ReleaseCommand, WantedLease } from './calendar.commands.js';
import { evolveCalendar, placesOf, slotsTaken, useOfHost, type Calendar } from './calendar.js';
import { claimAgainstLease } from './collisions.js';
import { heldUnder, plus, type Amount } from './held.js';

/**
 * Whether a wanted lease is within what its user and project may hold in this pool now. A borrowed one exceeds the
 * quotas that lend, and is within the others.
 */
function isWithinQuotas(wanted: WantedLease, calendar: Calendar): boolean {
  const { quotas = [], borrowed = false, devices, vcpus = 0, ramMiB = 0, userId, projectId } = wanted;
  return quotas.every(({ of, max, borrow }) => {
    if (borrowed && borrow) return true;
    const held = heldUnder(calendar, of === 'user' ? `user:${userId}` : `project:${projectId}`, borrow);
    return !exceeds(plus(held, { gpus: devices.length, vcpus, ramMiB }), max);
  });
}

const exceeds = (amount: Amount, { gpus, vcpus, ramMiB }: Partial<Amount>): boolean =>
  amount.gpus > (gpus ?? Infinity) ||
  amount.vcpus > (vcpus ?? Infinity) ||
  amount.ramMiB > (ramMiB ?? Infinity);

/**
 * Of several wanted leases those that fit, one after the other; those of a gang if all of them do. None where
 * another scheduler has made leases since they were planned: a run wanted here may already have had its lease and
 * ended.
 */
export function leasesThatFit(command: LeaseCommand, calendar: Calendar): CalendarEvent[] {
  if ((command.plannedOn ?? calendar.leasesMade) !== calendar.leasesMade) return [];
  const events: CalendarEvent[] = [];
  let now = calendar;
  for (const together of inGangs(command.wanted)) {
    const made = leaseAll(together, command, now);
    if (!made) continue;
    now = made.calendar;
    events.push(...made.events);
  }
  return events;
}

/** A gang's leases are decided at its first one; every other lease by itself. */
function inGangs(wanted: readonly WantedLease[]): Iterable<readonly WantedLease[]> {
  return Map.groupBy(wanted, ({ gangId }) => gangId ?? Symbol()).values();
}

function leaseAll(
  wanted: readonly WantedLease[],
  { poolId, now }: LeaseCommand,
  before: Calendar,
): { readonly calendar: Calendar; readonly events: readonly CalendarEvent[] } | undefined {
  let calendar = before;
  const events: CalendarEvent[] = [];
  for (const each of wanted) {
    if (!fits(each, calendar, now)) return undefined;
    const { limits: _, host: __, quotas: ___, devices, ...lease } = each;
    const data = { ...lease, devices: [...devices], poolId, leasedAt: now };
    const leased: CalendarEvent = { type: 'scheduler.calendar.devicesLeased.v1', data };
    calendar = evolveCalendar(calendar, leased);
    events.push(leased);
  }
  return { calendar, events };
}

function fits(wanted: WantedLease, calendar: Calendar, now: string): boolean {
  const { hostId, host, limits, vcpus = 0, ramMiB = 0 } = wanted;
  if (calendar.leaseOfJob.has(wanted.jobId) || calendar.leases.has(wanted.leaseId)) return false;
  const uuids = wanted.devices.map((device) => device.uuid);
  if (new Set(uuids).size !== uuids.length) return false;
  const use = useOfHost(calendar, hostId);
  if (vcpus > 0 && use.vcpus + vcpus > host.cpuCores) return false;
  if (ramMiB > 0 && use.ramMiB + ramMiB > host.memoryMiB) return false;
  const slotsLeft = placesOf({ hostId, uuids }).every((place, index) => {
    const limit = limits[index]?.[wanted.class] ?? 0;
    return slotsTaken(calendar, place, wanted.class) < limit;
  });
  return (
    slotsLeft &&
    isWithinQuotas(wanted, calendar) &&
    isInItsReservation(wanted, uuids, calendar, now) &&
    claimAgainstLease(calendar.agenda, { ...wanted, uuids }, now) === undefined
  );
}

/** A lease that names a reservation is its holder's, in its window, on its devices. */
function isInItsReservation(
  { reservationId, userId, projectId }: WantedLease,
  uuids: readonly string[],
  { agenda }: Calendar,
  now: string,
): boolean {
  if (reservationId === undefined) return true;
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation || reservation.from > now || reservation.until <= now) return false;
  const mayUse =
    reservation.userId === userId || (reservation.sharedWithProject && reservation.projectId === projectId);
  return mayUse && uuids.every((uuid) => reservation.devices.some((device) => device.uuid === uuid));
}

/** A lease ends once; a second release changes nothing. It never ends before it began, whatever the clocks say. */
export function release(command: ReleaseCommand, calendar: Calendar): CalendarEvent[] {
  const lease = calendar.leases.get(command.leaseId);
  if (!lease) return [];
  const { leaseId, jobId, projectId, userId, run, hostId, leasedAt, uuids } = lease;
  const { halfLifeHours } = command;
  const endedAt = command.endedAt < leasedAt ? leasedAt : command.endedAt;
  return [
    {
      type: 'scheduler.calendar.leaseReleased.v1',
      data: {
        leaseId,
        poolId: command.poolId,
        jobId,
        projectId,
        userId,
        run,
        hostId,
        cause: command.cause,
        leasedAt,
        gpus: uuids.length,
        ...defined({ halfLifeHours }),
        endedAt,
        ...defined({ heldMs: command.heldMs }),
      },
    },
  ];
}
