import {
  bookingEndings,
  type BookedDevice,
  type BookingEnding,
  type BookingWarning,
  type OverstayOutcome,
} from './booking.events.js';

/** `booked`: ahead. `active`: its window has begun. The others are ends. */
export const reservationStates = ['booked', 'active', ...bookingEndings] as const;
export type ReservationState = 'booked' | 'active' | BookingEnding;

/** What a booking said of itself from an instant on. */
export type ReservationTerms = {
  readonly at: string;
  readonly from: string;
  readonly until: string;
  readonly devices: readonly BookedDevice[];
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
  readonly devices: readonly BookedDevice[];
  readonly title?: string;
  /** Why it was made. */
  readonly reason?: string;
  readonly sharedWithProject: boolean;
  readonly grantPriority: number;
  /** Occurrences of one recurring booking share it. */
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
    readonly kind: BookingWarning;
    readonly message: string;
    readonly windowId?: string;
    readonly at: string;
  }[];
  /** What was done about processes that stayed beyond its end. */
  readonly overstays?: readonly OverstayView[];
};

/** What became of processes of a holder's accounts on a host, when somebody else needed the devices. */
export type OverstayView = {
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly outcome: OverstayOutcome;
  readonly processes: number;
  /** How many of them had to be killed. */
  readonly killed: number;
  readonly why?: string;
  readonly at: string;
};

export type MaintenanceView = {
  readonly id: string;
  readonly poolId: string;
  readonly from: string;
  readonly until: string;
  /** Whole hosts where uuids is absent. */
  readonly hosts: readonly { readonly hostId: string; readonly uuids?: readonly string[] | undefined }[];
  readonly reason: string;
  readonly state: 'set' | 'completed' | 'cancelled';
  readonly seriesId?: string;
  readonly setAt: string;
  readonly endedAt?: string;
};

/** Devices that are free together; the window may be longer than what was asked for. */
export type FreeWindowView = {
  readonly from: string;
  readonly until: string;
  readonly devices: readonly BookedDevice[];
};

export type AvailabilityView = {
  readonly poolId: string;
  /** Devices of the pool that match, are in service, and that the asker may use. */
  readonly matching: number;
  readonly windows: readonly FreeWindowView[];
};

export const calendarKinds = ['booking', 'offer', 'maintenance', 'job'] as const;

/** What holds devices for a time. Whose it is and why is told to those who may see it; to others it is just busy. */
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
