import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { defined } from '@berth/kernel/defined';
import type { NoteOverstayCommand } from './calendar.commands.js';
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
