import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Reservation } from './agenda.js';
import type {
  EndReservationCommand,
  StartReservationCommand,
  UseReservationCommand,
  WarnReservationCommand,
  NoteOverstayCommand,
} from './calendar.commands.js';
import type { Calendar } from './calendar.js';

/**
 * Each outcome is recorded once: signalled, then ended, or failed. Nothing is recorded for devices whose reservation
 * is not known to have ended, or that too many others have held since.
 */
export function recordOverstay(command: NoteOverstayCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, hostId, uuids, outcome, reason, neededFor, now } = command;
  const found = uuids.flatMap((uuid) => {
    const holder = agenda.formerOn.get(uuid)?.find((each) => each.reservationId === reservationId);
    return holder?.hostId === hostId ? [{ uuid, holder }] : [];
  });
  const [first] = found;
  if (!first || found.every(({ holder }) => holder.outcome === outcome)) return [];
  const { projectId, userId } = first.holder;
  return [
    {
      type: 'scheduler.calendar.reservationOverstayed.v1',
      data: {
        reservationId,
        poolId,
        projectId,
        userId,
        hostId,
        uuids: found.map(({ uuid }) => uuid),
        outcome,
        pids: [...command.pids],
        killed: command.killed,
        graceSeconds: command.graceSeconds,
        ...defined({ reason }),
        neededFor,
        observedAt: now,
      },
    },
  ];
}

interface ReservationData {
  readonly reservationId: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly from: string;
  readonly until: string;
  readonly devices: readonly ReservedDevice[];
}

export const begun = ({ devices, ...reservation }: ReservationData, startedAt: string): CalendarEvent => ({
  type: 'scheduler.calendar.reservationStarted.v1',
  data: { ...reservation, devices: [...devices], startedAt },
});

/** Whose it is, and where: what every event of a reservation says. */
export const idsOf = ({ reservationId, projectId, userId }: Reservation, poolId: string) => ({
  reservationId,
  poolId,
  projectId,
  userId,
});

const isUnderWay = ({ from, until }: Reservation, now: string): boolean => from <= now && now < until;

const startOf = (reservation: Reservation, poolId: string, now: string): CalendarEvent[] => {
  const { from, until, devices } = reservation;
  return reservation.started ? [] : [begun({ ...idsOf(reservation, poolId), from, until, devices }, now)];
};

/** In its window, and once. */
export function startReservation(command: StartReservationCommand, { agenda }: Calendar): CalendarEvent[] {
  const reservation = agenda.reservations.get(command.reservationId);
  return reservation && isUnderWay(reservation, command.now)
    ? startOf(reservation, command.poolId, command.now)
    : [];
}

/** The first use only. Whoever uses it in its window before its beginning was noticed begins it. */
export function useReservation(command: UseReservationCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, by, jobId, account, now } = command;
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation || reservation.used || !isUnderWay(reservation, now)) return [];
  const used: CalendarEvent = {
    type: 'scheduler.calendar.reservationUsed.v1',
    data: {
      ...idsOf(reservation, poolId),
      by,
      ...defined({ jobId, account }),
      usedAt: now,
    },
  };
  return [...startOf(reservation, poolId, now), used];
}

export function warnReservation(command: WarnReservationCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, warning, message, windowId, now } = command;
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation || (warning !== 'maintenance' && reservation.warned.includes(warning))) return [];
  return [warned(reservation, poolId, { kind: warning, message, windowId }, now)];
}

export function warned(
  reservation: Reservation,
  poolId: string,
  about: {
    readonly kind: WarnReservationCommand['warning'];
    readonly message: string;
    readonly windowId?: string | undefined;
  },
  warnedAt: string,
): CalendarEvent {
  const { from, until } = reservation;
  const { kind, message, windowId } = about;
  const window = defined({ windowId });
  return {
    type: 'scheduler.calendar.reservationWarned.v1',
    data: { ...idsOf(reservation, poolId), from, until, kind, message, ...window, warnedAt },
  };
}

/**
 * Frees its devices. A reservation that is not in the calendar has ended already. `completed` and `noShow` come from
 * pollers, which may be wrong about the time: then nothing happens.
 */
export function endReservation(
  command: EndReservationCommand,
  { agenda }: Calendar,
): Result<CalendarEvent[], Rejection> {
  const { reservationId, poolId, cause, reason, now } = command;
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation) return ok([]);
  if (cause === 'completed' && now < reservation.until) return ok([]);
  if (cause === 'noShow' && (reservation.used || !reservation.started || now < reservation.from))
    return ok([]);
  const hasStarted = reservation.started || isUnderWay(reservation, now);
  if (cause === 'cancelled' && hasStarted) {
    const late = 'reservationId: the reservation has begun; release it instead of cancelling it';
    return err(reject('INVALID_STATE', late, 'reservationId'));
  }
  const { from, until } = reservation;
  const why = defined({ reason });
  const ended: CalendarEvent = {
    type: 'scheduler.calendar.reservationEnded.v1',
    data: {
      ...idsOf(reservation, poolId),
      from,
      until,
      cause,
      ...why,
      started: hasStarted,
      ...(hasStarted ? { devices: [...reservation.devices] } : {}),
      endedAt: cause === 'completed' ? until : now,
    },
  };
  return ok(hasStarted ? [...startOf(reservation, poolId, now), ended] : [ended]);
}
