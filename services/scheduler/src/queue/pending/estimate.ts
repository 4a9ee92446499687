import type { EstimateConfidence, PendingReason, PendingView } from '@berth/contracts/scheduler/views';
import type { PendingSituation } from './pending.situation.js';

type Told = Pick<PendingView, 'estimatedStart' | 'estimateConfidence' | 'estimateMessage'>;

const unknown = (estimateMessage: string): Told => ({ estimateConfidence: 'unknown', estimateMessage });

/** The estimate of its start, given all that it waits for. */
export function estimateOf(
  { now, notBefore, reservationId, calendar, estimate }: PendingSituation,
  reasons: readonly PendingReason[],
): Told {
  const has = (code: PendingReason['code']): boolean => reasons.some((reason) => reason.code === code);
  if (reasons.some(({ kind }) => kind === 'never'))
    return unknown('it can never run unless its requirements or the pool change');
  if (has('QUOTA_REACHED')) return unknown('it depends on when other jobs that count towards its quota end');
  if (has('WAITING_FOR_HOSTS')) return unknown('it depends on when hosts join the pool');
  if (has('HOSTS_UNAVAILABLE')) return unknown('it depends on when hosts or devices return to service');
  if (has('ABOUT_TO_START')) return told(now, 'likely', 'what it needs is free');
  const reservation =
    reservationId === undefined ? undefined : calendar.agenda.reservations.get(reservationId);
  if (reservation && reservation.from > now)
    return told(reservation.from, 'likely', 'its reservation begins then');
  if (estimate) return told(estimate.startsAt, estimate.confidence, estimate.message);
  if (notBefore !== null && notBefore > now && !has('DEVICES_BUSY'))
    return told(notBefore, 'likely', 'it is retried then');
  return unknown('too many jobs are ahead of it, or the time when devices become free is unknown');
}

const told = (
  estimatedStart: string,
  estimateConfidence: EstimateConfidence,
  estimateMessage: string,
): Told => ({
  estimatedStart,
  estimateConfidence,
  estimateMessage,
});
