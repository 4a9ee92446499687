import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { bookingsOf } from './agenda.js';
import { conflict, refusedWindow } from './booking-refusals.js';
import { begun } from './booking.decisions.js';
import type { BookCommand, Occurrence } from './calendar.commands.js';
import { evolveCalendar, type Calendar } from './calendar.js';
import { chooseDevices } from './device-choice.js';

/** Books every occurrence, or none: the first that can not be had is the refusal. One whose window has begun is under way at once. */
export function book(command: BookCommand, calendar: Calendar): Result<CalendarEvent[], Rejection> {
  const { occurrences, limits, userId } = command;
  const fresh = occurrences.filter(({ reservationId }) => !calendar.agenda.bookings.has(reservationId));
  const events: CalendarEvent[] = [];
  let now = calendar;
  if (bookingsOf(calendar.agenda, userId) + fresh.length > limits.maxPerUser) {
    const most = `one user may have ${limits.maxPerUser} bookings ahead or under way in this pool`;
    return err(reject('QUOTA_EXCEEDED', most, 'from', { maxPerUser: limits.maxPerUser }));
  }
  for (const occurrence of fresh) {
    const booked = bookOne(command, occurrence, now);
    if (!booked.ok) return booked;
    now = booked.value.reduce(evolveCalendar, now);
    events.push(...booked.value);
  }
  return ok(events);
}

function bookOne(
  { poolId, projectId, userId, choice, limits, now, ...about }: BookCommand,
  { reservationId, from, until }: Occurrence,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { grantPriority, sharedWithProject, title, reason, seriesId, requestId, entryId } = about;
  const refusal = from < now ? inThePast(now) : refusedWindow({ from, until }, limits);
  if (refusal) return err(refusal);
  const booker = { userId, projectId, shared: sharedWithProject };
  const devices = chooseDevices(calendar, booker, choice, { from, until });
  if (!devices) {
    return err(conflict(calendar, booker, choice, { from, until }, { now, horizon: limits.horizon }));
  }
  const booking = { reservationId, poolId, projectId, userId, from, until, devices: [...devices] };
  const booked: CalendarEvent = {
    type: 'scheduler.calendar.booked.v1',
    data: {
      ...booking,
      ...(title === undefined ? {} : { title }),
      ...(reason === undefined ? {} : { reason }),
      sharedWithProject,
      grantPriority,
      ...(seriesId === undefined ? {} : { seriesId }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(entryId === undefined ? {} : { entryId }),
      bookedAt: now,
    },
  };
  return ok(from <= now ? [booked, begun(booking, now)] : [booked]);
}

const inThePast = (now: string): Rejection =>
  reject('VALIDATION_FAILED', `from: must be now (${now}) or later`, 'from');
