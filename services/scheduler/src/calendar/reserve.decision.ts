import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { reservationsOf } from './agenda.js';
import { conflict, refusedWindow } from './reservation-refusals.js';
import { begun } from './reservation.decisions.js';
import type { ReserveCommand, Occurrence } from './calendar.commands.js';
import { evolveCalendar, type Calendar } from './calendar.js';
import { chooseDevices } from './device-choice.js';

/**
 * Reserves every occurrence, or none: the first that is not available is the refusal. One whose window has begun is
 * under way at once.
 */
export function reserve(command: ReserveCommand, calendar: Calendar): Result<CalendarEvent[], Rejection> {
  const { occurrences, limits, userId } = command;
  const fresh = occurrences.filter(({ reservationId }) => !calendar.agenda.reservations.has(reservationId));
  const events: CalendarEvent[] = [];
  let now = calendar;
  if (reservationsOf(calendar.agenda, userId) + fresh.length > limits.maxPerUser) {
    const most = `a user may have at most ${limits.maxPerUser} active or upcoming reservations in this pool`;
    return err(reject('QUOTA_EXCEEDED', most, 'from', { maxPerUser: limits.maxPerUser }));
  }
  for (const occurrence of fresh) {
    const reserved = reserveOne(command, occurrence, now);
    if (!reserved.ok) return reserved;
    now = reserved.value.reduce(evolveCalendar, now);
    events.push(...reserved.value);
  }
  return ok(events);
}

function reserveOne(
  { poolId, projectId, userId, choice, limits, now, ...about }: ReserveCommand,
  { reservationId, from, until }: Occurrence,
  calendar: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { grantPriority, sharedWithProject, title, reason, seriesId, requestId, entryId } = about;
  const refusal = from < now ? inThePast(now) : refusedWindow({ from, until }, limits);
  if (refusal) return err(refusal);
  const owner = { userId, projectId, shared: sharedWithProject };
  const devices = chooseDevices(calendar, owner, choice, { from, until });
  if (!devices) {
    return err(conflict(calendar, owner, choice, { from, until }, { now, horizon: limits.horizon }));
  }
  const reservation = { reservationId, poolId, projectId, userId, from, until, devices: [...devices] };
  const reserved: CalendarEvent = {
    type: 'scheduler.calendar.reserved.v1',
    data: {
      ...reservation,
      ...defined({ title, reason }),
      sharedWithProject,
      grantPriority,
      ...defined({ seriesId, requestId, entryId }),
      reservedAt: now,
    },
  };
  return ok(from <= now ? [reserved, begun(reservation, now)] : [reserved]);
}

const inThePast = (now: string): Rejection =>
  reject('VALIDATION_FAILED', `from: must not be in the past (now is ${now})`, 'from');
