import type { EstimateConfidence, PendingReason, PendingView } from '@berth/contracts/scheduler/views';
import type { PendingSituation } from './pending.situation.js';

type Told = Pick<PendingView, 'estimatedStart' | 'estimateConfidence' | 'estimateMessage'>;

const unknown = (estimateMessage: string): Told => ({ estimateConfidence: 'unknown', estimateMessage });

/** What can be told of its start, given all that it waits for. */
export function estimateOf(
  { now, notBefore, reservationId, calendar, estimate }: PendingSituation,
  reasons: readonly PendingReason[],
): Told {
  const has = (code: PendingReason['code']): boolean => reasons.some((reason) => reason.code === code);
  if (reasons.some(({ kind }) => kind === 'never')) return unknown('it can never run as things are');
  if (has('QUOTA_REACHED')) return unknown('it depends on when others that count towards its quota end');
  if (has('WAITING_FOR_HOSTS')) return unknown('it depends on when hosts of the pool have joined');
  if (has('HOSTS_UNAVAILABLE')) return unknown('it depends on when hosts or devices are in service again');
  if (has('ABOUT_TO_START')) return told(now, 'likely', 'what it needs is free');
  const booking = reservationId === undefined ? undefined : calendar.agenda.bookings.get(reservationId);
  if (booking && booking.from > now) return told(booking.from, 'likely', 'its booking begins then');
  if (estimate) return told(estimate.startsAt, estimate.confidence, estimate.message);
  if (notBefore !== null && notBefore > now && !has('DEVICES_BUSY'))
    return told(notBefore, 'likely', 'it is tried again then');
  return unknown('too much is ahead of it, or nobody can tell when what is in use will be free');
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
