import {
  reservationEndings,
  type ReservedDevice,
  type ReservationEnding,
  type ReservationWarning,
  type OverstayOutcome,
} from './reservation.events.js';

/** `reserved`: ahead. `active`: its window has begun. The others are ends. */
export const reservationStates = ['reserved', 'active', ...reservationEndings] as const;
export type ReservationState = 'reserved' | 'active' | ReservationEnding;

/** What a reservation said of itself from an instant on. */
export type ReservationTerms = {
  readonly at: string;
  readonly from: string;
  readonly until: string;
  readonly devices: readonly ReservedDevice[];
  readonly title?: string;
  readonly reason?: string;
};

export type ReservationView = {
  readonly id: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly state: ReservationState;
  /** Half open: from is in it, until is not. */
  readonly from: string;
  readonly until: string;
  readonly devices: readonly ReservedDevice[];
  readonly title?: string;
  /** Why it was made. */
  readonly reason?: string;
  readonly sharedWithProject: boolean;
  readonly grantPriority: number;
  /** Occurrences of one recurring reservation share it. */
  readonly seriesId?: string;
  /** The request or the place on the waiting list that led to it. */
  readonly requestId?: string;
  readonly entryId?: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly usedAt?: string;
  readonly endedAt?: string;
  readonly endReason?: string;
  /** What it was made with, then every change; the last is as it is now. */
  readonly changes: readonly ReservationTerms[];
  readonly warnings: readonly {
    readonly kind: ReservationWarning;
    readonly message: string;
    readonly windowId?: string;
    readonly at: string;
  }[];
  /** How processes that stayed beyond its end were handled. */
  readonly overstays?: readonly OverstayView[];
};

/** What became of processes of a holder's accounts on a host, when another user needed the devices. */
export type OverstayView = {
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly outcome: OverstayOutcome;
  readonly processes: number;
  /** How many of them had to be killed. */
  readonly killed: number;
  readonly reason?: string;
  readonly at: string;
};

export const maintenanceStates = ['set', 'completed', 'cancelled'] as const;

export type MaintenanceView = {
  readonly id: string;
  readonly poolId: string;
  readonly from: string;
  readonly until: string;
  /** Whole hosts where uuids is absent. */
  readonly hosts: readonly { readonly hostId: string; readonly uuids?: readonly string[] | undefined }[];
  readonly reason: string;
  readonly state: (typeof maintenanceStates)[number];
  readonly seriesId?: string;
  readonly setAt: string;
  readonly endedAt?: string;
};

/** Devices that are free together; the window may be longer than what was asked for. */
export type FreeWindowView = {
  readonly from: string;
  readonly until: string;
  readonly devices: readonly ReservedDevice[];
};

export type AvailabilityView = {
  readonly poolId: string;
  /** Devices of the pool that match, are in service, and that the asker may use. */
  readonly matching: number;
  readonly windows: readonly FreeWindowView[];
};

export const calendarKinds = ['reservation', 'offer', 'maintenance', 'job'] as const;

/**
 * What holds devices for a time. Its owner and reason are shown to those who may see them; to others it is only
 * busy.
 */
export type CalendarEntryView = {
  readonly kind: (typeof calendarKinds)[number];
  readonly from: string;
  /** Absent for a job without a known end. */
  readonly until?: string;
  readonly devices: readonly { readonly hostId: string; readonly uuid: string }[];
  /** Whether the viewer may see what follows. */
  readonly visible: boolean;
  readonly id?: string;
  readonly projectId?: string;
  readonly userId?: string;
  readonly title?: string;
};

export type CalendarView = {
  readonly poolId: string;
  readonly from: string;
  readonly until: string;
  /** In order of their beginning. */
  readonly entries: readonly CalendarEntryView[];
};
