import type { PendingReason } from '@berth/contracts/scheduler/views';
import { mayBegin } from '../../placement/placement-request.js';
import { gangUnfitReason } from './unfit-reasons.js';
import { never, sum, waits } from './pending-reason.js';
import { formatInstant, many } from '@berth/kernel/words';
import { freeOn } from './pending.devices.js';
import type { PendingSituation } from './pending.situation.js';

const secondsFrom = (now: string, then: string): number =>
  Math.max(0, Math.ceil((Date.parse(then) - Date.parse(now)) / 1000));

/** What it waits for besides devices, other than its turn. */
export function waitReasons(situation: PendingSituation): PendingReason[] {
  const { notBefore, now, quota, preempted } = situation;
  const reasons = reservationReasons(situation);
  if (notBefore !== null && notBefore > now) {
    const seconds = secondsFrom(now, notBefore);
    reasons.push(waits('BACKING_OFF', `is retried in ${seconds} s`, { seconds }));
  }
  reasons.push(...gangReasons(situation));
  if (quota) reasons.push(quota);
  if (preempted) {
    const seconds = secondsFrom(preempted.requestedAt, now);
    reasons.push(waits('PREEMPTED', `was preempted and is queued again: ${preempted.message}`, { seconds }));
  }
  return reasons;
}

/** What it is known to be about: runs that are being ended for it, and its planned start. */
export function plannedReasons({ now, ongoingPreemption, estimate }: PendingSituation): PendingReason[] {
  const reasons: PendingReason[] = [];
  if (ongoingPreemption) {
    const seconds = secondsFrom(now, ongoingPreemption.until);
    const message = `${many(ongoingPreemption.runs, 'run')} of other jobs ${ongoingPreemption.runs === 1 ? 'is' : 'are'} being preempted for it, within ${seconds} s`;
    reasons.push(waits('WAITING_FOR_PREEMPTION', message, { runs: ongoingPreemption.runs, seconds }));
  }
  if (estimate?.planned) {
    const seconds = secondsFrom(now, estimate.startsAt);
    const message = `is planned to start at ${formatInstant(estimate.startsAt)}; no job that starts earlier may delay that`;
    reasons.push(waits('PLANNED', message, { seconds }));
  }
  return reasons;
}

function reservationReasons({ reservationId, calendar, now, request }: PendingSituation): PendingReason[] {
  if (reservationId === undefined) return [];
  const reservation = calendar.agenda.reservations.get(reservationId);
  if (!reservation || reservation.until <= now)
    return [never('runs only in a reservation, which has ended or was cancelled', { reservations: 0 })];
  if (reservation.from <= now) {
    if (!request.window || mayBegin(request, request.window, Date.parse(now))) return [];
    const late = `runs only in a reservation, which ends at ${reservation.until}: before its time limit`;
    return [never(late, { seconds: secondsFrom(now, reservation.until) })];
  }
  const seconds = secondsFrom(now, reservation.from);
  const message = `runs in a reservation, which begins at ${formatInstant(reservation.from)}`;
  return [waits('WAITING_FOR_RESERVATION', message, { seconds })];
}

function gangReasons({
  gang,
  demand,
  hosts,
  isSchedulable,
  calendar,
  now,
}: PendingSituation): PendingReason[] {
  if (!gang) return [];
  const { size, queued, held, whole } = gang;
  if (!whole) {
    const message =
      held > 0
        ? `starts again together with its gang, of which ${held} have not ended yet`
        : `starts together with its gang: ${queued} of ${size} are queued`;
    return [waits('WAITING_FOR_GANG', message, { size, queued, held })];
  }
  const apart = gangUnfitReason(demand, queued, hosts, now);
  if (apart) return [apart];
  if (demand.count === 0) return [];
  const open = hosts.filter(isSchedulable);
  const places = sum(open, (host) => Math.floor(freeOn(host, demand, calendar) / demand.count));
  if (places >= queued) return [];
  const message = `starts together with its gang: there is capacity for ${places} of ${queued} now`;
  return [waits('WAITING_FOR_GANG', message, { size, queued, places })];
}
