import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { ReservationWarning } from '@berth/contracts/scheduler/reservation.events';
import { addMs, elapsedMs } from '@berth/kernel/clock';
import type { Reservation } from '../../calendar/agenda.js';
import type { UsageEvidence } from './usage-evidence.js';

export const noShowReason = (
  { others }: Extract<UsageEvidence, { kind: 'unused' }>,
  noShowMinutes: number,
  now: string,
): string =>
  `no use was seen within ${noShowMinutes} minutes: at ${now} no job of its holder ran on its devices, and none of the ${others} processes there belonged to an account of the holder`;

export function overstayWarning(
  { until }: Reservation,
  jobId: string | undefined,
  processes: number,
  { reservations, preemption }: PoolPolicy,
): string {
  const left = [
    ...(jobId === undefined ? [] : [`job ${jobId}`]),
    ...(processes > 0 ? [`${processes} processes of your account`] : []),
  ].join(' and ');
  const whatFollows =
    reservations.endOverstay === 'jobsAndProcesses'
      ? `as soon as another user needs them, jobs are ended, and processes of your account get SIGTERM, and SIGKILL ${preemption.graceSeconds} seconds later`
      : 'jobs are ended as soon as another user needs them; you must end other processes yourself';
  return `your reservation ends at ${until}, and ${left} still use its devices: ${whatFollows}`;
}

/** The action that is due: a warning to the holder, or a check whether the devices are used. */
export type DueReservationAction =
  | { readonly kind: 'warn'; readonly warning: ReservationWarning; readonly message: string }
  | { readonly kind: 'check'; readonly for: 'notUsed' | 'noShow' | 'overstay' };

type Times = Pick<PoolPolicy['reservations'], 'noShowMinutes' | 'warnMinutes'>;

const MINUTE_MS = 60_000;
/**
 * Whoever still uses it so shortly before the end is likely to overstay. The reservation is gone from the calendar
 * afterwards.
 */
const FINAL_MINUTE_MS = 60_000;
/** Warnings before the end are sent in the last quarter of the window at the earliest, however short that is. */
const MAX_WARNING_FRACTION = 1 / 4;

/** In its window and before it. Each warning is sent once per window, which the calendar records. */
export function dueActionsOf(
  reservation: Reservation,
  { noShowMinutes, warnMinutes }: Times,
  now: string,
): DueReservationAction[] {
  const { from, until, started, used, warned } = reservation;
  const due: DueReservationAction[] = [];
  const notWarned = (warning: ReservationWarning) => !warned.includes(warning);
  const since = (instant: string, minutes: number) => now >= addMs(instant, minutes * MINUTE_MS);
  if (now < from && since(from, -warnMinutes) && warnMinutes > 0 && notWarned('startsSoon'))
    due.push({ kind: 'warn', warning: 'startsSoon', message: `your reservation begins at ${from}` });
  if (!started || now >= until) return due;
  const lastPartMs = elapsedMs(from, until) * MAX_WARNING_FRACTION;
  const inLast = (ms: number) => now >= addMs(until, -Math.min(ms, lastPartMs));
  if (inLast(warnMinutes * MINUTE_MS) && warnMinutes > 0 && notWarned('endsSoon'))
    due.push({ kind: 'warn', warning: 'endsSoon', message: `your reservation ends at ${until}` });
  if (!used && noShowMinutes > 0) {
    if (since(from, noShowMinutes)) due.push({ kind: 'check', for: 'noShow' });
    else if (since(from, noShowMinutes / 2) && notWarned('notUsed'))
      due.push({ kind: 'check', for: 'notUsed' });
  }
  if (inLast(FINAL_MINUTE_MS) && notWarned('overstay')) due.push({ kind: 'check', for: 'overstay' });
  return due;
}
