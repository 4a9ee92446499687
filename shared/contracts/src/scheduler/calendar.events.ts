import { z } from 'zod';
import { defineEvent, type EventOf } from '../define.js';
import { id, instant } from '../fields.js';
import { hostOnlineSince, jobClass, leasedDevice, placementDecision, run } from './events.js';
import { reservationEvents, maintenanceEvents, waitlistEvents } from './reservation.events.js';

/** A pool's calendar is the authority on who holds which device: billing meters from `leased` to `released`. */
export const calendarEvents = {
  leased: defineEvent(
    'scheduler.calendar.devicesLeased.v1',
    'A run holds devices (or, with none, a CPU slot) of a host from now on.',
    z.object({
      leaseId: id,
      poolId: id,
      ...run,
      userId: id,
      hostId: id,
      devices: z.array(leasedDevice),
      class: jobClass,
      vcpus: z.number().positive().optional(),
      ramMiB: z.number().positive().optional(),
      /** When it is over at the latest, by its time limit and what ending it may take. */
      until: instant.optional(),
      /** From when on it may be ended for others: at once where preemptible, at its reservation's end in one. */
      yieldsFrom: instant.optional(),
      reservationId: id.optional(),
      gangId: id.optional(),
      /** Beyond its project's or user's quota, borrowed from the unused quota of others. */
      borrowed: z.boolean().optional(),
      decision: placementDecision.optional(),
      hostOnlineSince: hostOnlineSince.optional(),
      leasedAt: instant,
    }),
  ),
  released: defineEvent(
    'scheduler.calendar.leaseReleased.v1',
    'The devices are free again; endedAt is when use ended, and not before the lease began.',
    z.object({
      leaseId: id,
      poolId: id,
      ...run,
      userId: id,
      hostId: id,
      cause: z.enum(['runEnded', 'jobRefused', 'hostLost']),
      /** What it comes to in past usage: since when how many devices, and how fast that fades in the pool. */
      leasedAt: instant.optional(),
      gpus: z.number().int().min(0).optional(),
      halfLifeHours: z.number().positive().optional(),
      endedAt: instant,
      /**
       * For how long it was held, as measured; present where the clock was set meanwhile, so that the instants are
       * wrong.
       */
      heldMs: z.number().int().min(0).optional(),
    }),
  ),
  reserved: reservationEvents.reserved,
  reservationChanged: reservationEvents.changed,
  reservationStarted: reservationEvents.started,
  reservationUsed: reservationEvents.used,
  reservationWarned: reservationEvents.warned,
  reservationEnded: reservationEvents.ended,
  reservationOverstayed: reservationEvents.overstayed,
  maintenanceSet: maintenanceEvents.set,
  maintenanceEnded: maintenanceEvents.ended,
  waitlistJoined: waitlistEvents.joined,
  waitlistLeft: waitlistEvents.left,
  offered: waitlistEvents.offered,
  offerLapsed: waitlistEvents.lapsed,
};
export type CalendarEvent = EventOf<typeof calendarEvents>;
