import type { SlotLimits } from '@berth/contracts/inventory/events';
import type { CalendarEvent, JobClass, LeasedDevice } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { emptyCalendar, evolveCalendar, placesOf, slotsTaken, useOfHost, type Calendar } from './calendar.js';

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
  /** All that the host has, as inventory has it. */
  readonly host: { readonly cpuCores: number; readonly memoryMiB: number };
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
 * whoever planned them sees from the events which. Leases never overlap beyond a device's slots, nor take more CPU and
 * memory than a host has.
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
  const events: CalendarEvent[] = [];
  let now = calendar;
  for (const wanted of command.wanted) {
    if (!fits(wanted, now)) continue;
    const { limits: _, host: __, devices, ...lease } = wanted;
    const data = { ...lease, devices: [...devices], poolId: command.poolId, leasedAt: command.now };
    const leased: CalendarEvent = { type: 'scheduler.calendar.devicesLeased.v1', data };
    now = evolveCalendar(now, leased);
    events.push(leased);
  }
  return events;
}

function fits(wanted: WantedLease, calendar: Calendar): boolean {
  const { hostId, host, limits, vcpus = 0, ramMiB = 0 } = wanted;
  if (calendar.leaseOfJob.has(wanted.jobId) || calendar.leases.has(wanted.leaseId)) return false;
  const uuids = wanted.devices.map((device) => device.uuid);
  if (new Set(uuids).size !== uuids.length) return false;
  const use = useOfHost(calendar, hostId);
  if (vcpus > 0 && use.vcpus + vcpus > host.cpuCores) return false;
  if (ramMiB > 0 && use.ramMiB + ramMiB > host.memoryMiB) return false;
  return placesOf({ hostId, uuids }).every((place, index) => {
    const limit = limits[index]?.[wanted.class] ?? 0;
    return slotsTaken(calendar, place, wanted.class) < limit;
  });
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
