import { z } from 'zod';
import { defineEvent } from '../define.js';
import { id, instant } from '../fields.js';

/** A device that a reservation holds, and where it is. */
export const reservedDevice = z.object({
  hostId: id,
  uuid: z.string(),
  index: z.number().int(),
  model: z.string(),
  simulated: z.boolean().default(false),
});
export type ReservedDevice = z.output<typeof reservedDevice>;

/** How a reservation ended. `completed`: its window was over. */
export const reservationEndings = [
  'completed',
  'released',
  'cancelled',
  'noShow',
  'holderIneligible',
] as const;
export const reservationEnding = z.enum(reservationEndings);
export type ReservationEnding = z.output<typeof reservationEnding>;

export const reservationWarnings = ['startsSoon', 'endsSoon', 'overstay', 'maintenance', 'notUsed'] as const;
export const reservationWarning = z.enum(reservationWarnings);
export type ReservationWarning = z.output<typeof reservationWarning>;

/** `signalled`: they were sent SIGTERM and still run. `ended`: none is left. `failed`: the agent cannot end them. */
export const overstayOutcomes = ['signalled', 'ended', 'failed'] as const;
export const overstayOutcome = z.enum(overstayOutcomes);
export type OverstayOutcome = z.output<typeof overstayOutcome>;

const reservation = { reservationId: id, poolId: id, projectId: id, userId: id };

/** Half open: from is in it, until is not. */
const window = { from: instant, until: instant };

/** Reservations of devices; they are in the calendar of their pool, which refuses what overlaps. */
export const reservationEvents = {
  reserved: defineEvent(
    'scheduler.calendar.reserved.v1',
    'Devices are reserved for a window. With sharedWithProject, for the jobs of all members of the project.',
    z.object({
      ...reservation,
      ...window,
      devices: z.array(reservedDevice).min(1),
      title: z.string().optional(),
      reason: z.string().optional(),
      sharedWithProject: z.boolean(),
      /** The class of the holder's grant: 0 goes before 1 before 2. */
      grantPriority: z.number().int().min(0).max(2),
      /** Occurrences of one recurring reservation. */
      seriesId: id.optional(),
      /** The request or the place on the waiting list that led to it. */
      requestId: id.optional(),
      entryId: id.optional(),
      reservedAt: instant,
    }),
  ),
  changed: defineEvent(
    'scheduler.calendar.reservationChanged.v1',
    'The window or devices of a reservation have changed; the event holds all of them.',
    z.object({
      ...reservation,
      ...window,
      devices: z.array(reservedDevice).min(1),
      title: z.string().optional(),
      reason: z.string().optional(),
      /** What it has no longer. */
      cleared: z.array(z.enum(['title'])).optional(),
      changedAt: instant,
    }),
  ),
  started: defineEvent(
    'scheduler.calendar.reservationStarted.v1',
    'The window of a reservation has begun: its devices are held, and metered, from startedAt on.',
    z.object({ ...reservation, ...window, devices: z.array(reservedDevice).min(1), startedAt: instant }),
  ),
  used: defineEvent(
    'scheduler.calendar.reservationUsed.v1',
    "The first use of a reservation was detected: a job of its holder, or a process of the holder's account on a host.",
    z.object({
      ...reservation,
      by: z.enum(['job', 'account']),
      jobId: id.optional(),
      account: z.string().optional(),
      usedAt: instant,
    }),
  ),
  warned: defineEvent(
    'scheduler.calendar.reservationWarned.v1',
    'A notice to the holder of a reservation; recorded once for each kind and window.',
    z.object({
      ...reservation,
      ...window,
      kind: reservationWarning,
      message: z.string(),
      windowId: id.optional(),
      warnedAt: instant,
    }),
  ),
  ended: defineEvent(
    'scheduler.calendar.reservationEnded.v1',
    'A reservation holds nothing from endedAt on. One that never began was cancelled, or released before its start.',
    z.object({
      ...reservation,
      ...window,
      cause: reservationEnding,
      reason: z.string().optional(),
      /** Whether its window had begun. */
      started: z.boolean(),
      /** The devices it held, for metering; always present where its window had begun. */
      devices: z.array(reservedDevice).optional(),
      endedAt: instant,
    }),
  ),
  overstayed: defineEvent(
    'scheduler.calendar.reservationOverstayed.v1',
    "Another user needed devices of a reservation that has ended, while processes of its holder's accounts still used them.",
    z.object({
      ...reservation,
      hostId: id,
      /** Devices of the host that others needed. */
      uuids: z.array(z.string()).min(1),
      outcome: overstayOutcome,
      /** The processes: signalled and still running, ended since they were signalled, or impossible to signal. */
      pids: z.array(z.number().int()),
      /** How many of them had to be killed. */
      killed: z.number().int().min(0),
      /** Between SIGTERM and SIGKILL. */
      graceSeconds: z.number().min(0),
      /** Why it failed. */
      reason: z.string().optional(),
      neededFor: z.object({ kind: z.enum(['reservation', 'job']), id }),
      observedAt: instant,
    }),
  ),
};

/** Times in which devices take no work. */
export const maintenanceEvents = {
  set: defineEvent(
    'scheduler.calendar.maintenanceSet.v1',
    'Devices of hosts take no work in a window: all of them where uuids is absent. Recorded again when it changes.',
    z.object({
      windowId: id,
      poolId: id,
      ...window,
      hosts: z.array(z.object({ hostId: id, uuids: z.array(z.string()).optional() })).min(1),
      reason: z.string(),
      seriesId: id.optional(),
      setAt: instant,
    }),
  ),
  ended: defineEvent(
    'scheduler.calendar.maintenanceEnded.v1',
    'A maintenance window has ended or was cancelled.',
    z.object({ windowId: id, poolId: id, cause: z.enum(['completed', 'cancelled']), endedAt: instant }),
  ),
};

const entry = { entryId: id, poolId: id, projectId: id, userId: id };

/** Who waits for devices to reserve, and who was offered some. */
export const waitlistEvents = {
  joined: defineEvent(
    'scheduler.calendar.waitlistJoined.v1',
    'A user joined the waiting list for devices; order: priority 0 before 1 before 2, then time of joining.',
    z.object({
      ...entry,
      count: z.number().int().min(1),
      model: z.string().optional(),
      memoryGb: z.number().positive().optional(),
      /** Given devices; else any that match. */
      uuids: z.array(z.string()).optional(),
      durationMinutes: z.number().positive(),
      /** After this, it is no longer wanted. */
      neededBy: instant.optional(),
      grantPriority: z.number().int().min(0).max(2),
      title: z.string().optional(),
      reason: z.string().optional(),
      sharedWithProject: z.boolean(),
      requestId: id.optional(),
      joinedAt: instant,
    }),
  ),
  left: defineEvent(
    'scheduler.calendar.waitlistLeft.v1',
    'A waiting list entry has ended.',
    z.object({
      ...entry,
      cause: z.enum(['left', 'accepted', 'expired', 'holderIneligible', 'offersNotTaken']),
      reason: z.string().optional(),
      leftAt: instant,
    }),
  ),
  offered: defineEvent(
    'scheduler.calendar.offered.v1',
    'Devices are held for the next on the waiting list until expiresAt; they may be reserved from `from` to `until`.',
    z.object({
      ...entry,
      offerId: id,
      ...window,
      devices: z.array(reservedDevice).min(1),
      offeredAt: instant,
      expiresAt: instant,
    }),
  ),
  lapsed: defineEvent(
    'scheduler.calendar.offerLapsed.v1',
    'An offer ended without being accepted; its devices are free for the next entry.',
    z.object({
      ...entry,
      offerId: id,
      cause: z.enum(['expired', 'declined', 'withdrawn']),
      lapsedAt: instant,
    }),
  ),
};
