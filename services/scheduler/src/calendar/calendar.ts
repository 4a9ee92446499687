import type { CalendarEvent, JobClass } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';

export interface Lease {
  readonly leaseId: string;
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly run: number;
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly class: JobClass;
  readonly vcpus?: number;
  readonly ramMiB?: number;
  readonly leasedAt: string;
}

/** Active leases of one pool, found by lease, job, and what they take up. */
export interface Calendar {
  readonly leases: ReadonlyMap<string, Lease>;
  readonly leaseOfJob: ReadonlyMap<string, string>;
  /** Leases on a device, or on the CPU of a host (`cpu:<hostId>`). */
  readonly onPlace: ReadonlyMap<string, readonly Lease[]>;
}

export const emptyCalendar: Calendar = { leases: new Map(), leaseOfJob: new Map(), onPlace: new Map() };

export const cpuPlace = (hostId: string): string => `cpu:${hostId}`;
/** What a lease takes a slot of: its devices, or with none the CPU of its host. */
export const placesOf = (lease: {
  readonly hostId: string;
  readonly uuids: readonly string[];
}): readonly string[] => (lease.uuids.length > 0 ? lease.uuids : [cpuPlace(lease.hostId)]);

/** How many leases of a class a device or a host's CPU holds. */
export function slotsTaken(calendar: Calendar, place: string, jobClass: JobClass): number {
  return calendar.onPlace.get(place)?.filter((lease) => lease.class === jobClass).length ?? 0;
}

/**
 * Folds in place for speed: a pool may hold thousands of leases and copying them for each event would make a pass
 * quadratic. The caller owns the calendar and never keeps an older one.
 */
export function evolveCalendar(calendar: Calendar, event: CalendarEvent): Calendar {
  const own =
    calendar === emptyCalendar ? { leases: new Map(), leaseOfJob: new Map(), onPlace: new Map() } : calendar;
  const { leases, leaseOfJob, onPlace } = own as {
    leases: Map<string, Lease>;
    leaseOfJob: Map<string, string>;
    onPlace: Map<string, readonly Lease[]>;
  };
  switch (event.type) {
    case 'scheduler.calendar.devicesLeased.v1': {
      const {
        leaseId,
        jobId,
        projectId,
        userId,
        run,
        hostId,
        devices,
        class: jobClass,
        vcpus,
        ramMiB,
        leasedAt,
      } = event.data;
      const uuids = devices.map((device) => device.uuid);
      const lease: Lease = {
        leaseId,
        jobId,
        projectId,
        userId,
        run,
        hostId,
        uuids,
        class: jobClass,
        leasedAt,
        ...(vcpus === undefined ? {} : { vcpus }),
        ...(ramMiB === undefined ? {} : { ramMiB }),
      };
      leases.set(leaseId, lease);
      leaseOfJob.set(jobId, leaseId);
      for (const place of placesOf(lease)) onPlace.set(place, [...(onPlace.get(place) ?? []), lease]);
      return own;
    }
    case 'scheduler.calendar.leaseReleased.v1': {
      const lease = leases.get(event.data.leaseId);
      if (!lease) throw new Error(`lease ${event.data.leaseId} was released but never made`);
      leases.delete(lease.leaseId);
      if (leaseOfJob.get(lease.jobId) === lease.leaseId) leaseOfJob.delete(lease.jobId);
      for (const place of placesOf(lease)) {
        const left = onPlace.get(place)?.filter((other) => other !== lease) ?? [];
        if (left.length > 0) onPlace.set(place, left);
        else onPlace.delete(place);
      }
      return own;
    }
    default:
      return assertNever(event);
  }
}
