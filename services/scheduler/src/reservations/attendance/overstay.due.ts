import { claimsOn, type Claim } from '../../calendar/agenda.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { FormerHolder } from '../../calendar/former-holders.js';

export interface Need {
  readonly kind: 'booking' | 'job';
  readonly id: string;
}

/** Devices of one host that somebody else needs now, and whose booking of them is over. */
export interface PossibleOverstay {
  readonly reservationId: string;
  readonly userId: string;
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly neededBy: Need;
}

type IsMember = (projectId: string, userId: string) => boolean;

/**
 * Where somebody may be on devices that others need: others have them booked now, or run a job there. Whoever may use
 * what is booked now, by the booking or as a member of the project that it is shared with, stays beyond nothing.
 */
export function possibleOverstays(calendar: Calendar, isMember: IsMember, now: string): PossibleOverstay[] {
  const found = new Map<string, PossibleOverstay>();
  for (const [uuid, holders] of calendar.agenda.formerOn.entries()) {
    for (const holder of holders) {
      const neededBy = needOf(calendar, uuid, holder, isMember, now);
      if (!neededBy) continue;
      const { reservationId, userId, hostId } = holder;
      const key = `${reservationId}/${hostId}`;
      const uuids = [...(found.get(key)?.uuids ?? []), uuid].sort();
      found.set(key, { reservationId, userId, hostId, uuids, neededBy });
    }
  }
  return [...found.values()];
}

function needOf(
  { agenda, onPlace }: Calendar,
  uuid: string,
  holder: FormerHolder,
  isMember: IsMember,
  now: string,
): Need | undefined {
  const { userId, reservationId, hostId } = holder;
  const isUnderWay = ({ kind, from, until }: Claim) => kind === 'booking' && from <= now && now < until;
  const booked = claimsOn(agenda, hostId, uuid).find(isUnderWay);
  if (booked) {
    const { projectId, shared } = booked;
    const mayUse = booked.userId === userId || (shared && projectId !== null && isMember(projectId, userId));
    return mayUse ? undefined : { kind: 'booking', id: booked.id };
  }
  // What runs there since the booking, as a job of those it was shared with, is no need of others.
  const lease = onPlace
    .get(uuid)
    ?.find((each) => each.userId !== userId && each.reservationId !== reservationId);
  return lease && { kind: 'job', id: lease.jobId };
}
