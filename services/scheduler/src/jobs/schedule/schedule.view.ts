import type { FiringView, ScheduleEvent, ScheduleView } from '@berth/contracts/scheduler/schedule';
import type { Projection } from '@berth/read-models';
import { defined } from '@berth/kernel/defined';
import { evolveSchedule, noSchedule, type ExistingSchedule } from './schedule.js';
import { timesAfter } from './timing.js';

/** The schedule as its own events make it, with what it is found by and what it did last. */
export type ScheduleDocument = {
  readonly projectId: string;
  readonly userId: string;
  readonly nameLower: string;
  readonly createdAt: string;
  readonly schedule: ExistingSchedule;
  readonly message?: string;
  readonly lastFirings: readonly FiringView[];
};

const SHOWN_RUNS = 10;
const SHOWN_TIMES = 5;

export const schedulesView: Projection<ScheduleDocument, ScheduleEvent> = {
  name: 'schedules',
  version: 2,
  collection: {
    name: 'schedules',
    indexes: [
      { fields: ['createdAt'] },
      { fields: ['projectId', 'createdAt'] },
      { fields: ['userId', 'createdAt'] },
      { fields: ['nameLower', 'createdAt'] },
    ],
  },
  keys: (event) => (event.type.startsWith('scheduler.schedule.') ? [String(event.data['scheduleId'])] : []),
  evolve: (document, event) => evolveScheduleDocument(document, event),
};

export function evolveScheduleDocument(
  document: ScheduleDocument | undefined,
  event: ScheduleEvent,
): ScheduleDocument | undefined {
  const schedule = evolveSchedule(document?.schedule ?? noSchedule, event);
  if (schedule.status === 'none' || schedule.status === 'deleted') return undefined;
  const { projectId, userId, name, createdAt } = schedule.facts;
  const message = event.type === 'scheduler.schedule.paused.v1' ? whyPaused(event.data) : document?.message;
  return {
    projectId,
    userId,
    nameLower: name.toLowerCase(),
    createdAt,
    schedule,
    lastFirings: runsAfter(document?.lastFirings ?? [], event),
    ...(message === undefined || schedule.status === 'active' ? {} : { message }),
  };
}

function runsAfter(runs: readonly FiringView[], event: ScheduleEvent): readonly FiringView[] {
  const change = (outcome: FiringView['outcome'], dueAt: string, more: Partial<FiringView>) =>
    runs.map((run) => (run.dueAt === dueAt ? { ...run, ...more, outcome } : run));
  switch (event.type) {
    case 'scheduler.schedule.fired.v1': {
      const { dueAt, firedAt } = event.data;
      return [{ dueAt, firedAt, outcome: 'fired' as const }, ...runs].slice(0, SHOWN_RUNS);
    }
    case 'scheduler.schedule.submitted.v1': {
      const { dueAt, jobId, workflowId } = event.data;
      const what = defined({ jobId });
      return change('submitted', dueAt, workflowId === undefined ? what : { workflowId });
    }
    case 'scheduler.schedule.refused.v1':
      return change('refused', event.data.dueAt, { message: event.data.message });
    case 'scheduler.schedule.skipped.v1':
      return change('skipped', event.data.dueAt, { message: event.data.reason });
    default:
      return runs;
  }
}

type Paused = Extract<ScheduleEvent, { type: 'scheduler.schedule.paused.v1' }>['data'];
const whyPaused = ({ cause, reason }: Paused): string =>
  reason ?? (cause === 'owner' ? 'its owner is not active' : 'it was paused by a user');

export function toScheduleView(document: ScheduleDocument, now: string): ScheduleView {
  const { schedule, message, lastFirings } = document;
  const { scheduleId, target, ...facts } = schedule.facts;
  const active = schedule.status === 'active';
  const from = schedule.handledUpTo > now ? schedule.handledUpTo : now;
  return {
    ...facts,
    id: scheduleId,
    ...(target.kind === 'job' ? { job: bare(target.job) } : {}),
    ...(target.kind === 'workflow'
      ? { nodes: target.nodes.map((node) => ({ ...node, job: bare(node.job) })) }
      : {}),
    state: active ? 'active' : 'paused',
    nextTimes: active ? timesAfter(facts, from, SHOWN_TIMES) : [],
    lastFirings,
    ...defined({ message }),
  };
}

const bare = <T extends { readonly env?: unknown }>({ env: _, ...job }: T): Omit<T, 'env'> => job;
