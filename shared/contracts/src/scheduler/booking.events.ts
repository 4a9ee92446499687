import { z } from 'zod';
import { defineEvent } from '../define.js';
import { id, instant } from '../fields.js';

/** A device that a booking holds, and where it is. */
export const bookedDevice = z.object({
  hostId: id,
  uuid: z.string(),
  index: z.number().int(),
  model: z.string(),
  simulated: z.boolean().default(false),
});
export type BookedDevice = z.output<typeof bookedDevice>;

/** How a booking ended. `completed`: its window was over. */
export const bookingEndings = ['completed', 'released', 'cancelled', 'noShow', 'holderGone'] as const;
export const bookingEnding = z.enum(bookingEndings);
export type BookingEnding = z.output<typeof bookingEnding>;

export const bookingWarnings = ['startsSoon', 'endsSoon', 'overstay', 'maintenance', 'notUsed'] as const;
export const bookingWarning = z.enum(bookingWarnings);
export type BookingWarning = z.output<typeof bookingWarning>;

/** `told`: they were sent SIGTERM and are still there. `ended`: none is left. `failed`: the agent can't end them. */
export const overstayOutcomes = ['told', 'ended', 'failed'] as const;
export const overstayOutcome = z.enum(overstayOutcomes);
export type OverstayOutcome = z.output<typeof overstayOutcome>;

const booking = { reservationId: id, poolId: id, projectId: id, userId: id };

/** Half open: from is in it, until is not. */
const window = { from: instant, until: instant };

/** Bookings of devices; they are in the calendar of their pool, which refuses what overlaps. */
export const bookingEvents = {
  booked: defineEvent(
    'scheduler.calendar.booked.v1',
    'Devices are booked for a window. With sharedWithProject, for the jobs of all members of the project.',
    z.object({
      ...booking,
      ...window,
      devices: z.array(bookedDevice).min(1),
      title: z.string().optional(),
      reason: z.string().optional(),
      sharedWithProject: z.boolean(),
      /** The class of the holder's grant: 0 goes before 1 before 2. */
      grantPriority: z.number().int().min(0).max(2),
      /** Occurrences of one recurring booking. */
      seriesId: id.optional(),
      /** The request or the place on the waiting list that led to it. */
      requestId: id.optional(),
      entryId: id.optional(),
      bookedAt: instant,
    }),
  ),
  changed: defineEvent(
    'scheduler.calendar.bookingChanged.v1',
    'Window or devices of a booking are other ones from now on; all of them are told.',
    z.object({
      ...booking,
      ...window,
      devices: z.array(bookedDevice).min(1),
      title: z.string().optional(),
      reason: z.string().optional(),
      /** What it has no longer. */
      cleared: z.array(z.enum(['title'])).optional(),
      changedAt: instant,
    }),
  ),
  started: defineEvent(
    'scheduler.calendar.bookingStarted.v1',
    'The window of a booking has begun: its devices are held, and metered, from startedAt on.',
    z.object({ ...booking, ...window, devices: z.array(bookedDevice).min(1), startedAt: instant }),
  ),
  used: defineEvent(
    'scheduler.calendar.bookingUsed.v1',
    "The first use of a booking was seen: a job of its holder, or a process of the holder's account on a host.",
    z.object({
      ...booking,
      by: z.enum(['job', 'account']),
      jobId: id.optional(),
      account: z.string().optional(),
      usedAt: instant,
    }),
  ),
  warned: defineEvent(
    'scheduler.calendar.bookingWarned.v1',
    'The holder is told something about a booking; said once for each kind and window.',
    z.object({
      ...booking,
      ...window,
      kind: bookingWarning,
      message: z.string(),
      windowId: id.optional(),
      warnedAt: instant,
    }),
  ),
  ended: defineEvent(
    'scheduler.calendar.bookingEnded.v1',
    'A booking holds nothing from endedAt on. One that never began was cancelled, or released before its start.',
    z.object({
      ...booking,
      ...window,
      cause: bookingEnding,
      reason: z.string().optional(),
      /** Whether its window had begun. */
      started: z.boolean(),
      /** What it held, for who meters it; always there where it had begun. */
      devices: z.array(bookedDevice).optional(),
      endedAt: instant,
    }),
  ),
  overstayed: defineEvent(
    'scheduler.calendar.bookingOverstayed.v1',
    "Somebody else needed devices of a booking that is over, and processes of its holder's accounts on a host were still on them.",
    z.object({
      ...booking,
      hostId: id,
      /** Devices of the host that others needed. */
      uuids: z.array(z.string()).min(1),
      outcome: overstayOutcome,
      /** The processes: told and still there, ended since they were told, or those that could not be signalled. */
      pids: z.array(z.number().int()),
      /** How many of them had to be killed. */
      killed: z.number().int().min(0),
      /** Between SIGTERM and SIGKILL. */
      graceSeconds: z.number().min(0),
      /** Why it failed. */
      why: z.string().optional(),
      neededBy: z.object({ kind: z.enum(['booking', 'job']), id }),
      notedAt: instant,
    }),
  ),
};

/** Times in which devices take no work. */
export const maintenanceEvents = {
  set: defineEvent(
    'scheduler.calendar.maintenanceSet.v1',
    'Devices of hosts take no work in a window: all of them where uuids is absent. Told anew when it changes.',
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
    'A maintenance window is over, or was called off.',
    z.object({ windowId: id, poolId: id, cause: z.enum(['completed', 'cancelled']), endedAt: instant }),
  ),
};

const entry = { entryId: id, poolId: id, projectId: id, userId: id };

/** Who waits for devices to book, and who was offered some. */
export const waitlistEvents = {
  joined: defineEvent(
    'scheduler.calendar.waitlistJoined.v1',
    'Somebody waits to book devices; priority 0 goes before 1 before 2, then whoever joined first.',
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
    'Somebody waits no longer.',
    z.object({
      ...entry,
      cause: z.enum(['left', 'accepted', 'expired', 'holderGone', 'passedOver']),
      reason: z.string().optional(),
      leftAt: instant,
    }),
  ),
  offered: defineEvent(
    'scheduler.calendar.offered.v1',
    'Devices are held for the next on the waiting list until expiresAt; they may be booked from `from` to `until`.',
    z.object({
      ...entry,
      offerId: id,
      ...window,
      devices: z.array(bookedDevice).min(1),
      offeredAt: instant,
      expiresAt: instant,
    }),
  ),
  lapsed: defineEvent(
    'scheduler.calendar.offerLapsed.v1',
    'An offer is over without having been taken; its devices are free for the next in line.',
    z.object({
      ...entry,
      offerId: id,
      cause: z.enum(['expired', 'declined', 'withdrawn']),
      lapsedAt: instant,
    }),
  ),
};
