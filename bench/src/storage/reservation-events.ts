import type { NewEvent } from '@berth/event-store';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { calendarDecider } from '@berth/scheduler/calendar/calendar.decider';
import { reserve } from '@berth/scheduler/testing/calendar.fixtures';
import { NOW } from '@berth/scheduler/testing/fixtures';
import { toNewEvents } from '@berth/service-host/command-meta';

const MINUTE_MS = 60_000;

/** What the scheduler really records of a reservation, by its own decider: one event. */
export function reservation(stream: string, index: number): readonly NewEvent[] {
  const name = `${stream} ${index}`;
  const commandId = idFromName('command', name);
  const from = addMs(NOW, (index + 1) * MINUTE_MS);
  const reservationId = idFromName('reservation', name);
  const occurrences = [{ reservationId, from, until: addMs(from, MINUTE_MS) }];
  const command = reserve(name, ['SIM-0'], [0, 0], { occurrences });
  const decided = calendarDecider.decide(command, calendarDecider.initialState);
  if (!decided.ok) throw new Error(decided.error.message);
  return toNewEvents(stream, decided.value, {
    commandId,
    command: 'scheduler.reservation.reserve.v1',
    inputHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    actor: { kind: 'user', id: idFromName('user', 'bench') },
    now: NOW,
    correlationId: commandId,
    causationId: commandId,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
}
