import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import {
  type CreateSchedule,
  type ScheduleCommand,
  evolveSchedule,
  noSchedule,
  type ExistingSchedule,
  type Schedule,
} from './schedule.js';

type Decision = Result<readonly ScheduleEvent[], Rejection>;
type Of<K extends ScheduleCommand['type']> = Extract<ScheduleCommand, { readonly type: K }>;

/** So many refusals in a row pause a schedule. */
const MAX_REFUSALS = 10;

export const scheduleDecider: Decider<Schedule, ScheduleCommand, ScheduleEvent> = {
  initialState: noSchedule,
  evolve: evolveSchedule,
  decide(command, schedule) {
    if (command.type === 'create') return decideCreate(command, schedule);
    if (schedule.status === 'none' || schedule.status === 'deleted')
      return err(reject('NOT_FOUND', 'there is no such schedule', 'scheduleId'));
    const ids = idsOf(schedule);
    switch (command.type) {
      case 'change': {
        const data = { ...ids, ...command.change, changedAt: command.now };
        return ok([{ type: 'scheduler.schedule.changed.v1', data }]);
      }
      case 'pause':
        return ok(schedule.status === 'paused' ? [] : [paused(schedule, command)]);
      case 'resume': {
        if (schedule.status === 'active') return ok([]);
        return ok([{ type: 'scheduler.schedule.resumed.v1', data: { ...ids, resumedAt: command.now } }]);
      }
      case 'delete':
        return ok([{ type: 'scheduler.schedule.deleted.v1', data: ids }]);
      case 'fire':
        return decideFire(command, schedule);
      case 'submitted': {
        const { type: _, ...submitted } = command;
        return resolveFiring(schedule, {
          type: 'scheduler.schedule.submitted.v1',
          data: { ...ids, ...submitted },
        });
      }
      case 'skip': {
        const { dueAt, reason } = command;
        return resolveFiring(schedule, {
          type: 'scheduler.schedule.skipped.v1',
          data: { ...ids, dueAt, reason },
        });
      }
      case 'refuse':
        return decideRefusal(command, schedule);
      default:
        return assertNever(command);
    }
  },
};

function decideCreate({ type: _, now, ...intent }: CreateSchedule, schedule: Schedule): Decision {
  if (schedule.status === 'none')
    return ok([{ type: 'scheduler.schedule.created.v1', data: { ...intent, createdAt: now } }]);
  const { scheduleId } = schedule.facts;
  const message = `externalId: the project already has, or had, a schedule with the externalId "${intent.externalId ?? scheduleId}"`;
  return err(reject('ALREADY_EXISTS', message, 'externalId', { scheduleId }));
}

/** Each time fires once, and none that lies before one that has fired. */
function decideFire({ dueAt, now }: Of<'fire'>, schedule: ExistingSchedule): Decision {
  if (schedule.status !== 'active' || dueAt <= schedule.handledUpTo) return ok([]);
  const data = { ...idsOf(schedule), dueAt, firedAt: now };
  return ok([{ type: 'scheduler.schedule.fired.v1', data }]);
}

function decideRefusal(command: Of<'refuse'>, schedule: ExistingSchedule): Decision {
  const { dueAt, code, message, ownerGone, now } = command;
  const data = { ...idsOf(schedule), dueAt, code, message };
  const refused = resolveFiring(schedule, { type: 'scheduler.schedule.refused.v1', data });
  if (!refused.ok || refused.value.length === 0 || schedule.status === 'paused') return refused;
  if (ownerGone) return ok([...refused.value, paused(schedule, { cause: 'owner', reason: message, now })]);
  if (schedule.refusals + 1 < MAX_REFUSALS) return refused;
  const reason = `refused ${MAX_REFUSALS} times in a row, most recently: ${message}`;
  return ok([...refused.value, paused(schedule, { cause: 'refusals', reason, now })]);
}

/** The outcome of a time is recorded once. */
const resolveFiring = (
  schedule: ExistingSchedule,
  event: Extract<ScheduleEvent, { readonly data: { readonly dueAt: string } }>,
): Decision => ok(schedule.unresolved.includes(event.data.dueAt) ? [event] : []);

const paused = (
  schedule: ExistingSchedule,
  { cause, reason, now }: Omit<Of<'pause'>, 'type'>,
): ScheduleEvent => ({
  type: 'scheduler.schedule.paused.v1',
  data: { ...idsOf(schedule), cause, pausedAt: now, ...defined({ reason }) },
});

const idsOf = ({ facts: { scheduleId, projectId } }: ExistingSchedule) => ({ scheduleId, projectId });
