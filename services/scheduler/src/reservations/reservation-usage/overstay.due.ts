import { claimsOn, type Claim } from '../../calendar/agenda.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { FormerHolder } from '../../calendar/former-holders.js';

export interface Need {
  readonly kind: 'reservation' | 'job';
  readonly id: string;
}

/** Devices of one host that another user needs now, and whose reservation of them is over. */
export interface SuspectedOverstay {
  readonly reservationId: string;
  readonly userId: string;
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly neededFor: Need;
}

type IsMember = (projectId: string, userId: string) => boolean;

/**
 * Finds devices on which former holders may still run processes while others need them: others have them reserved
 * now, or run a job there. A user who may use the current reservation, as its holder or as a member of the project
 * it is shared with, does not overstay.
 */
export function findOverstays(calendar: Calendar, isMember: IsMember, now: string): SuspectedOverstay[] {
  const found = new Map<string, SuspectedOverstay>();
  for (const [uuid, holders] of calendar.agenda.formerOn.entries()) {
    for (const holder of holders) {
      const neededFor = needOf(calendar, uuid, holder, isMember, now);
      if (!neededFor) continue;
      const { reservationId, userId, hostId } = holder;
      const key = `${reservationId}/${hostId}`;
      const uuids = [...(found.get(key)?.uuids ?? []), uuid].sort();
      found.set(key, { reservationId, userId, hostId, uuids, neededFor });
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
  const isUnderWay = ({ kind, from, until }: Claim) => kind === 'reservation' && from <= now && now < until;
  const reserved = claimsOn(agenda, hostId, uuid).find(isUnderWay);
  if (reserved) {
    const { projectId, shared } = reserved;
    const mayUse =
      reserved.userId === userId || (shared && projectId !== null && isMember(projectId, userId));
    return mayUse ? undefined : { kind: 'reservation', id: reserved.id };
  }
  // What runs there since the reservation, as a job of those it was shared with, is no need of others.
  const lease = onPlace
    .get(uuid)
    ?.find((each) => each.userId !== userId && each.reservationId !== reservationId);
  return lease && { kind: 'job', id: lease.jobId };
}
