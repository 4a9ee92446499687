import type { PendingReason } from '@berth/contracts/scheduler/views';
import { mayBegin } from '../../placement/ask.js';
import { unfitTogether } from './never.js';
import { never, sum, waits } from './pending-reason.js';
import { inWords, many } from '@berth/kernel/words';
import { freeOn } from './pending.devices.js';
import type { PendingSituation } from './pending.situation.js';

const secondsFrom = (now: string, then: string): number =>
  Math.max(0, Math.ceil((Date.parse(then) - Date.parse(now)) / 1000));

/** What it waits for besides devices, other than its turn. */
export function waitReasons(situation: PendingSituation): PendingReason[] {
  const { notBefore, now, quota, preempted } = situation;
  const reasons = bookingReasons(situation);
  if (notBefore !== null && notBefore > now) {
    const seconds = secondsFrom(now, notBefore);
    reasons.push(waits('BACKING_OFF', `waits ${seconds} s more before it is tried again`, { seconds }));
  }
  reasons.push(...gangReasons(situation));
  if (quota) reasons.push(quota);
  if (preempted) {
    const seconds = secondsFrom(preempted.requestedAt, now);
    reasons.push(waits('PREEMPTED', `made room and waits again: ${preempted.message}`, { seconds }));
  }
  return reasons;
}

/** What it is known to be about: runs that are being ended for it, and its planned start. */
export function outlookReasons({ now, makingRoom, estimate }: PendingSituation): PendingReason[] {
  const reasons: PendingReason[] = [];
  if (makingRoom) {
    const seconds = secondsFrom(now, makingRoom.until);
    const message = `${many(makingRoom.runs, 'run')} of others must make room for it, within ${seconds} s`;
    reasons.push(waits('WAITING_FOR_PREEMPTION', message, { runs: makingRoom.runs, seconds }));
  }
  if (estimate?.planned) {
    const seconds = secondsFrom(now, estimate.startsAt);
    const message = `is planned to start at ${inWords(estimate.startsAt)}; nothing that starts before may delay that`;
    reasons.push(waits('PLANNED', message, { seconds }));
  }
  return reasons;
}

function bookingReasons({ reservationId, calendar, now, ask }: PendingSituation): PendingReason[] {
  if (reservationId === undefined) return [];
  const booking = calendar.agenda.bookings.get(reservationId);
  if (!booking || booking.until <= now)
    return [never('runs in a booking only, which is over or was cancelled', { bookings: 0 })];
  if (booking.from <= now) {
    if (!ask.window || mayBegin(ask, ask.window, Date.parse(now))) return [];
    const late = `runs in a booking only, which ends at ${booking.until}: too soon for it to be over by then`;
    return [never(late, { seconds: secondsFrom(now, booking.until) })];
  }
  const seconds = secondsFrom(now, booking.from);
  const message = `runs in a booking, which begins at ${inWords(booking.from)}`;
  return [waits('WAITING_FOR_RESERVATION', message, { seconds })];
}

function gangReasons({ gang, demand, hosts, offered, calendar, now }: PendingSituation): PendingReason[] {
  if (!gang) return [];
  const { size, queued, held, whole } = gang;
  if (!whole) {
    const message =
      held > 0
        ? `starts again together with its gang, of which ${held} are not over yet`
        : `starts together with its gang: ${queued} of ${size} are queued`;
    return [waits('WAITING_FOR_GANG', message, { size, queued, held })];
  }
  const apart = unfitTogether(demand, queued, hosts, now);
  if (apart) return [apart];
  if (demand.count === 0) return [];
  const open = hosts.filter(offered);
  const places = sum(open, (host) => Math.floor(freeOn(host, demand, calendar) / demand.count));
  if (places >= queued) return [];
  const message = `starts together with its gang: there is room for ${places} of ${queued} now`;
  return [waits('WAITING_FOR_GANG', message, { size, queued, places })];
}
