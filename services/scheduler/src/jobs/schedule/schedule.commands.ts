import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';

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
