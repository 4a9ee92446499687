import type { SlotLimits } from '@berth/contracts/inventory/events';
import type { CalendarEvent, JobClass, LeasedDevice } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { emptyCalendar, evolveCalendar, placesOf, slotsTaken, type Calendar } from './calendar.js';

export interface WantedLease {
  readonly leaseId: string;
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly run: number;
  readonly hostId: string;
  readonly devices: readonly LeasedDevice[];
  readonly class: JobClass;
  readonly vcpus?: number;
  readonly ramMiB?: number;
  /** Slots of each place the lease takes, as inventory has them. */
  readonly limits: readonly SlotLimits[];
}

export type CalendarCommand =
  | {
      readonly kind: 'lease';
      readonly poolId: string;
      readonly wanted: readonly WantedLease[];
      readonly now: string;
    }
  | {
      readonly kind: 'release';
      readonly poolId: string;
      readonly leaseId: string;
      readonly cause: 'runEnded' | 'jobRefused' | 'hostLost';
      readonly endedAt: string;
    };

/**
 * The authority on who holds what. Of several wanted leases those that still fit are made and the others passed over:
 * whoever planned them sees from the events which. Two leases never overlap beyond a device's slots.
 */
export const calendarDecider: Decider<Calendar, CalendarCommand, CalendarEvent> = {
  initialState: emptyCalendar,
  evolve: evolveCalendar,
  decide(command, calendar) {
    switch (command.kind) {
      case 'lease':
        return ok(leasesThatFit(command, calendar));
      case 'release':
        return ok(release(command, calendar));
      default:
        return assertNever(command);
    }
  },
};

function leasesThatFit(
  command: Extract<CalendarCommand, { kind: 'lease' }>,
  calendar: Calendar,
): CalendarEvent[] {
  const taken = new Map<string, number>();
  const jobs = new Set<string>();
  const events: CalendarEvent[] = [];
  for (const wanted of command.wanted) {
    if (calendar.leaseOfJob.has(wanted.jobId) || jobs.has(wanted.jobId)) continue;
    const uuids = wanted.devices.map((device) => device.uuid);
    if (new Set(uuids).size !== uuids.length) continue;
    const places = placesOf({ hostId: wanted.hostId, uuids });
    const keyOf = (place: string) => `${wanted.class} ${place}`;
    const fits = places.every((place, index) => {
      const limit = wanted.limits[index]?.[wanted.class] ?? 0;
      return slotsTaken(calendar, place, wanted.class) + (taken.get(keyOf(place)) ?? 0) < limit;
    });
    if (!fits) continue;
    for (const place of places) taken.set(keyOf(place), (taken.get(keyOf(place)) ?? 0) + 1);
    jobs.add(wanted.jobId);
    const { limits: _, devices, ...lease } = wanted;
    const data = { ...lease, devices: [...devices], poolId: command.poolId, leasedAt: command.now };
    events.push({ type: 'scheduler.calendar.devicesLeased.v1', data });
  }
  return events;
}

/** A lease ends once; a second release changes nothing. It never ends before it began, whatever the clocks say. */
function release(
  command: Extract<CalendarCommand, { kind: 'release' }>,
  calendar: Calendar,
): CalendarEvent[] {
  const lease = calendar.leases.get(command.leaseId);
  if (!lease) return [];
  const { leaseId, jobId, projectId, userId, run, hostId, leasedAt } = lease;
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
        endedAt,
      },
    },
  ];
}
