import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobClass } from '@berth/contracts/scheduler/events';
import { emptyAgenda, type Agenda } from './agenda.js';
import { evolveAgenda } from './agenda.evolve.js';
import { BucketMap } from './bucket-map.js';
import { changeHeld, inThousandths, type Amount } from './held.js';

export type Lease = {
  readonly leaseId: string;
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly run: number;
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly class: JobClass;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly leasedAt: string;
  /** When it is over at the latest; null in leases of older records, which may last forever. */
  readonly until: string | null;
  /** From when on it may be ended for others; null: never. */
  readonly yieldsFrom: string | null;
  readonly reservationId: string | null;
  readonly gangId: string | null;
  readonly borrowed: boolean;
};

/** What the leases on a host take of it, beside its devices. */
export interface HostUse {
  readonly leases: number;
  readonly vcpus: number;
  readonly ramMiB: number;
}

/**
 * Active leases of one pool, found by lease, job, and what they take up, and what is planned there. Never changed: an
 * event gives a new one.
 */
export interface Calendar {
  readonly agenda: Agenda;
  /** The number of leases ever made. A plan is valid for one number: a lease by another scheduler makes it void. */
  readonly leasesMade: number;
  readonly leases: BucketMap<Lease>;
  readonly leaseOfJob: BucketMap<string>;
  /** Leases on a device, or on the CPU of a host (`cpu:<hostId>`). */
  readonly onPlace: BucketMap<readonly Lease[]>;
  readonly useOfHost: BucketMap<HostUse>;
  /** What each user and project holds; see `heldBy`. */
  readonly held: BucketMap<Amount>;
}

export const emptyCalendar: Calendar = {
  agenda: emptyAgenda,
  leasesMade: 0,
  leases: BucketMap.empty(),
  leaseOfJob: BucketMap.empty(),
  onPlace: BucketMap.empty(),
  useOfHost: BucketMap.empty(),
  held: BucketMap.empty(),
};

const NO_USE: HostUse = { leases: 0, vcpus: 0, ramMiB: 0 };

export const cpuPlace = (hostId: string): string => `cpu:${hostId}`;
/** What a lease takes a slot of: its devices, or with none the CPU of its host. */
export const placesOf = (lease: {
  readonly hostId: string;
  readonly uuids: readonly string[];
}): readonly string[] => (lease.uuids.length > 0 ? lease.uuids : [cpuPlace(lease.hostId)]);

/** How many leases of a class a device or a host's CPU holds. */
export function slotsTaken(calendar: Calendar, place: string, jobClass: JobClass): number {
  let taken = 0;
  for (const lease of calendar.onPlace.get(place) ?? []) if (lease.class === jobClass) taken += 1;
  return taken;
}

export const useOfHost = (calendar: Calendar, hostId: string): HostUse =>
  calendar.useOfHost.get(hostId) ?? NO_USE;

export function evolveCalendar(calendar: Calendar, event: CalendarEvent): Calendar {
  switch (event.type) {
    case 'scheduler.calendar.devicesLeased.v1': {
      const { devices, vcpus = 0, ramMiB = 0, poolId: _, decision: __, ...lease } = event.data;
      const {
        until = null,
        yieldsFrom = null,
        reservationId = null,
        gangId = null,
        borrowed = false,
      } = lease;
      const uuids = devices.map(({ uuid }) => uuid);
      const terms = { until, yieldsFrom, reservationId, gangId, borrowed };
      const made = withLease(calendar, { ...lease, ...terms, vcpus, ramMiB, uuids });
      return { ...made, leasesMade: calendar.leasesMade + 1 };
    }
    case 'scheduler.calendar.leaseReleased.v1': {
      const lease = calendar.leases.get(event.data.leaseId);
      if (!lease) throw new Error(`lease ${event.data.leaseId} was released but never made`);
      return withoutLease(calendar, lease);
    }
    default:
      return { ...calendar, agenda: evolveAgenda(calendar.agenda, event) };
  }
}

/** A calendar is its leases and its agenda: this is what a snapshot restores it from. */
export function withLease(calendar: Calendar, lease: Lease): Calendar {
  let { onPlace } = calendar;
  for (const place of placesOf(lease)) onPlace = onPlace.set(place, [...(onPlace.get(place) ?? []), lease]);
  return {
    ...calendar,
    leases: calendar.leases.set(lease.leaseId, lease),
    leaseOfJob: calendar.leaseOfJob.set(lease.jobId, lease.leaseId),
    onPlace,
    useOfHost: changeUse(calendar, lease, 1),
    held: changeHeld(calendar.held, lease, 1),
  };
}

function withoutLease(calendar: Calendar, lease: Lease): Calendar {
  let { onPlace, leaseOfJob } = calendar;
  for (const place of placesOf(lease)) {
    const left = onPlace.get(place)?.filter(({ leaseId }) => leaseId !== lease.leaseId) ?? [];
    onPlace = left.length > 0 ? onPlace.set(place, left) : onPlace.delete(place);
  }
  if (leaseOfJob.get(lease.jobId) === lease.leaseId) leaseOfJob = leaseOfJob.delete(lease.jobId);
  return {
    ...calendar,
    leases: calendar.leases.delete(lease.leaseId),
    leaseOfJob,
    onPlace,
    useOfHost: changeUse(calendar, lease, -1),
    held: changeHeld(calendar.held, lease, -1),
  };
}

function changeUse(calendar: Calendar, { hostId, vcpus, ramMiB }: Lease, by: 1 | -1): BucketMap<HostUse> {
  const use = useOfHost(calendar, hostId);
  const leases = use.leases + by;
  if (leases === 0) return calendar.useOfHost.delete(hostId);
  return calendar.useOfHost.set(hostId, {
    leases,
    vcpus: inThousandths(use.vcpus + by * vcpus),
    ramMiB: inThousandths(use.ramMiB + by * ramMiB),
  });
}
