import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import { assertNever } from '@berth/kernel/assert-never';

type DataOf<V extends string> = Extract<ScheduleEvent, { type: `scheduler.schedule.${V}.v1` }>['data'];

export interface CreateSchedule extends Omit<DataOf<'created'>, 'createdAt'> {
  readonly type: 'create';
  readonly now: string;
}

export type ScheduleChange = Omit<DataOf<'changed'>, 'scheduleId' | 'projectId' | 'changedAt'>;

interface Due {
  readonly dueAt: string;
}

export type ScheduleCommand =
  | CreateSchedule
  | { readonly type: 'change'; readonly change: ScheduleChange; readonly now: string }
  | {
      readonly type: 'pause';
      readonly cause: DataOf<'paused'>['cause'];
      readonly reason?: string;
      readonly now: string;
    }
  | { readonly type: 'resume'; readonly now: string }
  | { readonly type: 'delete' }
  | (Due & { readonly type: 'fire'; readonly now: string })
  | (Due & { readonly type: 'submitted'; readonly jobId?: string; readonly workflowId?: string })
  | (Due & { readonly type: 'skip'; readonly reason: string })
  | (Due & {
      readonly type: 'refuse';
      readonly code: string;
      readonly message: string;
      /** The owner, on whose behalf nothing can be submitted any more. */
      readonly ownerGone: boolean;
      readonly now: string;
    });

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
