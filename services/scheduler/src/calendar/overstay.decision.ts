import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { NoteOverstayCommand } from './calendar.commands.js';
import type { Calendar } from './calendar.js';

/**
 * Recorded once for each thing that becomes of them: told, then ended, or that it can't be done. Of devices of which the
 * booking is not known to have ended, or which so many others have had since, there is nothing to say.
 */
export function noteOverstay(command: NoteOverstayCommand, { agenda }: Calendar): CalendarEvent[] {
  const { reservationId, poolId, hostId, uuids, outcome, why, neededBy, now } = command;
  const found = uuids.flatMap((uuid) => {
    const holder = agenda.formerOn.get(uuid)?.find((each) => each.reservationId === reservationId);
    return holder?.hostId === hostId ? [{ uuid, holder }] : [];
  });
  const [first] = found;
  if (!first || found.every(({ holder }) => holder.outcome === outcome)) return [];
  const { projectId, userId } = first.holder;
  return [
    {
      type: 'scheduler.calendar.bookingOverstayed.v1',
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
        ...(why === undefined ? {} : { why }),
        neededBy,
        notedAt: now,
      },
    },
  ];
}
