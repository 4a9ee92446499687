import type { SlotLimits } from '@berth/contracts/inventory/events';
import type {
  ReservedDevice,
  ReservationEnding,
  ReservationWarning,
  OverstayOutcome,
} from '@berth/contracts/scheduler/reservation.events';
import type { JobClass, LeasedDevice, PlacementDecision } from '@berth/contracts/scheduler/events';
import type { Amount } from './held.js';

/** What all leases of a user or project in this pool may hold together, this one among them. */
export interface LeaseQuota {
  readonly of: 'user' | 'project';
  readonly max: Partial<Amount>;
  /** Whether more may be borrowed: then what is borrowed does not count. */
  readonly borrow: boolean;
}

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
  /** When it is over at the latest; without, it may last forever. */
  readonly until?: string;
  /** From when on it may be preempted; without, never. In a reservation, that is its end, whatever this says. */
  readonly yieldsFrom?: string;
  /** The reservation under way whose devices it takes. */
  readonly reservationId?: string;
  /** Leases of one gang are made all or none. */
  readonly gangId?: string;
  readonly borrowed?: boolean;
  /** What it must keep within. */
  readonly quotas?: readonly LeaseQuota[];
  readonly decision?: PlacementDecision;
  /** As the event has it. */
  readonly hostOnlineSince?: string;
  /** Slots of each place the lease takes, as inventory has them. */
  readonly limits: readonly SlotLimits[];
  /** All that the host has, as inventory has it. */
  readonly host: { readonly cpuCores: number; readonly memoryMiB: number };
}

type InPool<Kind extends string, Rest> = { readonly type: Kind; readonly poolId: string } & Rest;

export type LeaseCommand = InPool<
  'lease',
  {
    readonly wanted: readonly WantedLease[];
    /** `leasesMade` of the calendar that they were planned on; where others were made since, none of these is. */
    readonly plannedOn?: number;
    readonly now: string;
  }
>;
export type ReleaseCommand = InPool<
  'release',
  {
    readonly leaseId: string;
    readonly cause: 'runEnded' | 'jobRefused' | 'hostLost';
    /** How fast past use fades in the pool. */
    readonly halfLifeHours?: number;
    readonly endedAt: string;
    /** As measured, where instants don't tell. */
    readonly heldMs?: number | undefined;
  }
>;

/** Devices of which `count` are wanted: those that the holder may use and that are in service. The first are preferred. */
export interface Choice {
  readonly count: number;
  readonly candidates: readonly ReservedDevice[];
}

/** What the holder's grant and the pool's policy allow. */
export interface ReservationLimits {
  /** Longest reservation, in hours. */
  readonly maxHours: number;
  /** No reservation begins after this. */
  readonly horizon: string;
  /** Reservations ahead or under way that a user may have in the pool. */
  readonly maxPerUser: number;
}

export interface Occurrence {
  readonly reservationId: string;
  readonly from: string;
  readonly until: string;
}

/** All occurrences or none. */
export type ReserveCommand = InPool<
  'reserve',
  {
    readonly projectId: string;
    readonly userId: string;
    readonly occurrences: readonly Occurrence[];
    readonly choice: Choice;
    readonly limits: ReservationLimits;
    readonly grantPriority: number;
    readonly sharedWithProject: boolean;
    readonly title?: string;
    readonly reason?: string;
    readonly seriesId?: string;
    readonly requestId?: string;
    readonly entryId?: string;
    readonly now: string;
  }
>;

/**
 * Fields that are omitted stay unchanged. A reservation that is moved keeps its duration unless its end is given; `extendMinutes`
 * excludes `until`.
 */
export type ChangeReservationCommand = InPool<
  'changeReservation',
  {
    readonly reservationId: string;
    readonly from?: string;
    readonly until?: string;
    readonly extendMinutes?: number;
    readonly choice?: Choice;
    /** Null: none any more. */
    readonly title?: string | null;
    readonly reason?: string;
    readonly limits: ReservationLimits;
    readonly now: string;
  }
>;

type OfReservation<Kind extends string, Rest> = InPool<
  Kind,
  { readonly reservationId: string; readonly now: string } & Rest
>;

export type EndReservationCommand = OfReservation<
  'endReservation',
  { readonly cause: ReservationEnding; readonly reason?: string }
>;
export type StartReservationCommand = OfReservation<'startReservation', object>;
export type UseReservationCommand = OfReservation<
  'useReservation',
  { readonly by: 'job' | 'account'; readonly jobId?: string; readonly account?: string }
>;
/** Recorded once for each kind and window; of maintenance whenever its window is set. */
export type WarnReservationCommand = OfReservation<
  'warnReservation',
  { readonly warning: ReservationWarning; readonly message: string; readonly windowId?: string }
>;
/** What became of processes of the holder of a reservation that is over, on devices of one host that others need. */
export type NoteOverstayCommand = OfReservation<
  'recordOverstay',
  {
    readonly hostId: string;
    readonly uuids: readonly string[];
    readonly outcome: OverstayOutcome;
    readonly pids: readonly number[];
    readonly killed: number;
    readonly graceSeconds: number;
    readonly reason?: string;
    readonly neededFor: { readonly kind: 'reservation' | 'job'; readonly id: string };
  }
>;
export type ReservationCommand =
  | ReserveCommand
  | ChangeReservationCommand
  | EndReservationCommand
  | StartReservationCommand
  | UseReservationCommand
  | WarnReservationCommand
  | NoteOverstayCommand;

/** A window that is there already is changed. */
export type SetMaintenanceCommand = InPool<
  'setMaintenance',
  {
    readonly windows: readonly { readonly windowId: string; readonly from: string; readonly until: string }[];
    readonly hosts: readonly { readonly hostId: string; readonly uuids?: readonly string[] }[];
    readonly reason: string;
    readonly seriesId?: string;
    readonly now: string;
  }
>;
export type EndMaintenanceCommand = InPool<
  'endMaintenance',
  { readonly windowId: string; readonly cause: 'completed' | 'cancelled'; readonly now: string }
>;
export type MaintenanceCommand = SetMaintenanceCommand | EndMaintenanceCommand;

type OfEntry<Kind extends string, Rest> = InPool<
  Kind,
  { readonly entryId: string; readonly now: string } & Rest
>;

export type JoinWaitlistCommand = OfEntry<
  'joinWaitlist',
  {
    readonly projectId: string;
    readonly userId: string;
    readonly count: number;
    readonly model?: string;
    readonly memoryGb?: number;
    readonly uuids?: readonly string[];
    readonly durationMinutes: number;
    readonly neededBy?: string;
    readonly grantPriority: number;
    readonly title?: string;
    readonly reason?: string;
    readonly sharedWithProject: boolean;
    readonly requestId?: string;
  }
>;
export type LeaveWaitlistCommand = OfEntry<
  'leaveWaitlist',
  { readonly cause: 'left' | 'expired' | 'holderIneligible' | 'offersNotTaken'; readonly reason?: string }
>;
/** Holds the devices from `from` to `until` for the waiting-list entry; refused where they are not free. */
export type OfferCommand = OfEntry<
  'offer',
  {
    readonly offerId: string;
    readonly devices: readonly ReservedDevice[];
    readonly from: string;
    readonly until: string;
    readonly expiresAt: string;
  }
>;
/** What was offered becomes a reservation, and its holder waits no longer. */
export type AcceptOfferCommand = OfEntry<
  'acceptOffer',
  { readonly offerId: string; readonly reservationId: string; readonly maxPerUser: number }
>;
export type LapseOfferCommand = OfEntry<
  'lapseOffer',
  { readonly offerId: string; readonly cause: 'expired' | 'declined' | 'withdrawn' }
>;
export type WaitlistCommand =
  JoinWaitlistCommand | LeaveWaitlistCommand | OfferCommand | AcceptOfferCommand | LapseOfferCommand;

export type CalendarCommand =
  LeaseCommand | ReleaseCommand | ReservationCommand | MaintenanceCommand | WaitlistCommand;
