import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import { assertNever } from '@berth/kernel/assert-never';

export type ScheduleFacts = Omit<
  Extract<ScheduleEvent, { type: 'scheduler.schedule.created.v1' }>['data'],
  'enabled'
>;

export type Schedule =
  | { readonly status: 'none' }
  | {
      readonly status: 'active' | 'paused' | 'deleted';
      readonly facts: ScheduleFacts;
      /** No time up to here is due any more. */
      readonly handledUpTo: string;
      /** Times that have fired, and of which it is not recorded what came of them. */
      readonly unresolved: readonly string[];
      /** What was submitted last. */
      readonly last?: { readonly jobId?: string | undefined; readonly workflowId?: string | undefined };
      /** Refusals since anything was last taken in. */
      readonly refusals: number;
    };
export type ExistingSchedule = Exclude<Schedule, { readonly status: 'none' }>;

export const noSchedule: Schedule = { status: 'none' };

export function evolveSchedule(schedule: Schedule, event: ScheduleEvent): Schedule {
  if (event.type === 'scheduler.schedule.created.v1') {
    const { enabled, ...facts } = event.data;
    const status = enabled ? 'active' : 'paused';
    return { status, facts, handledUpTo: facts.createdAt, unresolved: [], refusals: 0 };
  }
  if (schedule.status === 'none') throw new Error(`${event.type} on a schedule that was never made`);
  switch (event.type) {
    case 'scheduler.schedule.changed.v1': {
      const { changedAt, cleared = [], ...change } = event.data;
      const timed = change.cron !== undefined || change.timeZone !== undefined;
      const handledUpTo = timed ? later(schedule.handledUpTo, changedAt) : schedule.handledUpTo;
      const { until, ...facts } = { ...schedule.facts, ...change };
      const end = until === undefined || cleared.includes('until') ? {} : { until };
      return { ...schedule, facts: { ...facts, ...end }, handledUpTo };
    }
    case 'scheduler.schedule.paused.v1':
      return { ...schedule, status: 'paused' };
    case 'scheduler.schedule.resumed.v1': {
      const handledUpTo = later(schedule.handledUpTo, event.data.resumedAt);
      return { ...schedule, status: 'active', handledUpTo, refusals: 0 };
    }
    case 'scheduler.schedule.deleted.v1':
      return { ...schedule, status: 'deleted' };
    case 'scheduler.schedule.fired.v1': {
      const { dueAt } = event.data;
      return { ...schedule, handledUpTo: dueAt, unresolved: [...schedule.unresolved, dueAt] };
    }
    case 'scheduler.schedule.submitted.v1': {
      const { dueAt, jobId, workflowId } = event.data;
      return { ...withResolved(schedule, dueAt), last: { jobId, workflowId }, refusals: 0 };
    }
    case 'scheduler.schedule.refused.v1':
      return { ...withResolved(schedule, event.data.dueAt), refusals: schedule.refusals + 1 };
    case 'scheduler.schedule.skipped.v1':
      return withResolved(schedule, event.data.dueAt);
    default:
      return assertNever(event);
  }
}

const later = (a: string, b: string): string => (a < b ? b : a);

const withResolved = (schedule: ExistingSchedule, dueAt: string): ExistingSchedule => ({
  ...schedule,
  unresolved: schedule.unresolved.filter((other) => other !== dueAt),
});
