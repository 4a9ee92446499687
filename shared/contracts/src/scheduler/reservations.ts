import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import {
  argument,
  id,
  instant,
  line,
  nameOrId,
  page,
  type PageOf,
  reason,
  reservationMinutes,
  listSorts,
} from '../fields.js';
import {
  maintenanceStates,
  reservationStates,
  type AvailabilityView,
  type CalendarView,
  type MaintenanceView,
  type ReservationView,
} from './reservation.views.js';

const uuids = z.array(argument(100)).min(1, 'must name at least one device').max(1024);

/** `devices` names them; else any `count` that match. */
export const wantedDevices = z.strictObject({
  count: z.number().int().min(1, 'must be at least 1').max(1024).optional(),
  model: argument(120).optional(),
  memoryGb: z.number().positive().max(10_000).optional(),
  devices: uuids.optional(),
});
export type WantedDevices = z.output<typeof wantedDevices>;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** By the clock of a time zone, so that 9 o'clock stays 9 o'clock when summer time begins. */
export const repetition = z.strictObject({
  every: z.enum(['day', 'week']),
  /** The weekday of the first one if omitted; with `day`, every day. */
  days: z.array(z.enum(weekdays)).min(1).max(7).optional(),
  /** No occurrence begins after this. */
  until: instant.optional(),
  count: z.number().int().min(1).max(104, 'must be at most 104').optional(),
  /** IANA name. */
  timeZone: argument(64).default('UTC'),
});
export type Repetition = z.output<typeof repetition>;

export const reserve = defineCommand<readonly ReservationView[]>('reserveDevices')(
  'scheduler',
  'reservation',
  'reserve',
  z.strictObject({
    pool: nameOrId.optional(),
    project: nameOrId,
    gpus: wantedDevices.default({ count: 1 }),
    /** Default: now. */
    from: instant.optional(),
    durationMinutes: reservationMinutes.optional(),
    until: instant.optional(),
    title: line(200).optional(),
    reason: reason.optional(),
    sharedWithProject: z.boolean().default(false),
    repeat: repetition.optional(),
  }),
);

/** What is left out stays; a reservation that is moved keeps its duration unless its end is given. */
export const changeReservation = defineCommand<ReservationView>('reserveDevices')(
  'scheduler',
  'reservation',
  'change',
  z.strictObject({
    reservationId: id,
    from: instant.optional(),
    until: instant.optional(),
    gpus: wantedDevices.optional(),
    /** Null: it has no title any more. */
    title: line(200).nullable().optional(),
    reason: reason.optional(),
  }),
);

export const extendReservation = defineCommand<ReservationView>('reserveDevices')(
  'scheduler',
  'reservation',
  'extend',
  z.strictObject({ reservationId: id, minutes: reservationMinutes, reason: reason.optional() }),
);

export const releaseReservation = defineCommand<ReservationView>('reserveDevices')(
  'scheduler',
  'reservation',
  'release',
  z.strictObject({ reservationId: id, reason: reason.optional() }),
);

/** With `restOfSeries`, also those of its series that begin later. */
export const cancelReservation = defineCommand<readonly ReservationView[]>('reserveDevices')(
  'scheduler',
  'reservation',
  'cancel',
  z.strictObject({
    reservationId: id,
    restOfSeries: z.boolean().default(false),
    reason: reason.optional(),
  }),
);

export const setMaintenance = defineCommand<readonly MaintenanceView[]>('setMaintenance')(
  'scheduler',
  'maintenance',
  'set',
  z.strictObject({
    pool: nameOrId,
    /** The window to be changed; a new one if omitted. */
    maintenanceId: id.optional(),
    /** Whole hosts where devices are left out. */
    hosts: z
      .array(z.strictObject({ hostId: id, devices: uuids.optional() }))
      .min(1, 'must name at least one host')
      .max(1000),
    from: instant.optional(),
    durationMinutes: reservationMinutes.optional(),
    until: instant.optional(),
    reason,
    repeat: repetition.optional(),
  }),
);

export const cancelMaintenance = defineCommand<readonly MaintenanceView[]>('setMaintenance')(
  'scheduler',
  'maintenance',
  'cancel',
  z.strictObject({ maintenanceId: id, restOfSeries: z.boolean().default(false) }),
);

export const availabilityQuery = defineQuery<AvailabilityView>('read')(
  'scheduler',
  'availability',
  z.strictObject({
    pool: nameOrId.optional(),
    /** Whose grants count beside the asker's own; all of the asker's projects if omitted. */
    project: nameOrId.optional(),
    gpus: wantedDevices.default({ count: 1 }),
    durationMinutes: reservationMinutes,
    /** Default: now. */
    from: instant.optional(),
    /** Default: as far ahead as reservations may begin. */
    until: instant.optional(),
    /** Only devices of one host together. */
    oneHost: z.boolean().default(false),
    first: z.number().int().min(1).max(200).default(20),
  }),
);

export const reservationsByIdQuery = defineQuery<readonly ReservationView[]>('read')(
  'scheduler',
  'reservationsById',
  z.strictObject({
    ids: z.array(id).max(500),
    /** As they were at an instant in the past; those made later are left out. */
    asOf: instant.optional(),
  }),
);

export const maintenanceByIdQuery = defineQuery<readonly MaintenanceView[]>('read')(
  'scheduler',
  'maintenanceById',
  z.strictObject({ ids: z.array(id).max(500) }),
);

/** The last to begin comes first. */
export const maintenanceQuery = defineQuery<PageOf<MaintenanceView>>('read')(
  'scheduler',
  'maintenance',
  page.extend({
    poolId: id.optional(),
    hostId: id.optional(),
    seriesId: id.optional(),
    states: z.array(z.enum(maintenanceStates)).max(3).optional(),
    /** Windows that overlap what is between. */
    from: instant.optional(),
    until: instant.optional(),
    /** By the start. */
    sort: z.enum(listSorts).optional(),
  }),
);

/** The last to begin comes first. */
export const reservationsQuery = defineQuery<PageOf<ReservationView>>('read')(
  'scheduler',
  'reservations',
  page.extend({
    poolId: id.optional(),
    projectId: id.optional(),
    userId: id.optional(),
    seriesId: id.optional(),
    /** UUID of a device that they hold. */
    device: argument(100).optional(),
    states: z.array(z.enum(reservationStates)).max(20).optional(),
    /** Windows that overlap what is between. */
    from: instant.optional(),
    until: instant.optional(),
    /** As they were at an instant in the past: those that were ahead or under way then. */
    asOf: instant.optional(),
    /** The start of the title. */
    search: argument(120).optional(),
    /** By the start. */
    sort: z.enum(listSorts).optional(),
  }),
);

/** All that holds devices of a pool between two instants, 92 days apart at most. */
export const calendarQuery = defineQuery<CalendarView>('read')(
  'scheduler',
  'calendar',
  z.strictObject({ pool: nameOrId, from: instant, until: instant }),
);
