import { defined } from '@berth/kernel/defined';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import type { WorkflowEvent } from '@berth/contracts/scheduler/workflow';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError, type Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Job, JobCommand } from '../job/job.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import { jobStream, scheduleStream, workflowStream } from '../../streams.js';
import type { WorkflowCommand, Workflow } from '../workflow/workflow.js';
import type { ScheduleCommand, ExistingSchedule, Schedule } from './schedule.js';

const NAME = 'schedules';
const ENDED = new Set(['succeeded', 'failed', 'cancelled', 'timedOut', 'rejected', 'none']);

export interface ScheduleProcessManagerParts {
  readonly schedules: Aggregates<Schedule, ScheduleCommand, ScheduleEvent>;
  readonly workflows: Aggregates<Workflow, WorkflowCommand, WorkflowEvent>;
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly delegated: DelegatedSubmissions;
  readonly clock: Clock;
}

interface Due {
  readonly schedule: ExistingSchedule;
  readonly dueAt: string;
  /** Of the job or workflow: the same whenever this time is handled. */
  readonly targetId: string;
  readonly cause: RecordedEvent;
}

/** Submits what has fired, in the name of the schedule's owner, and records what came of it. */
export class ScheduleProcessManager {
  constructor(private readonly parts: ScheduleProcessManagerParts) {}

  readonly processManager: ProcessManager = {
    name: 'follow-schedules',
    startsAt: 'beginning',
    types: ['scheduler.schedule.fired.v1'],
    handle: async (cause) => {
      const { scheduleId, dueAt } = cause.data as { scheduleId: string; dueAt: string };
      const { state: schedule } = await this.parts.schedules.load(scheduleStream(scheduleId), {
        fresh: true,
      });
      if (schedule.status === 'none' || schedule.status === 'deleted') return;
      if (!schedule.unresolved.includes(dueAt)) return;
      const targetId = idFromName(schedule.facts.target.kind, 'schedule', scheduleId, dueAt);
      await this.#submitDue({ schedule, dueAt, targetId, cause });
    },
  };

  async #submitDue(due: Due): Promise<void> {
    const { schedule, dueAt, targetId } = due;
    const { kind } = schedule.facts.target;
    const there = kind === 'job' ? await this.#jobStatus(targetId) : await this.#workflowStatus(targetId);
    if (there === 'none' && (await this.#overlaps(schedule)))
      return this.#record(due, { type: 'skip', dueAt, reason: 'the previous job or workflow has not ended' });
    const submitted = there === 'none' ? await this.#submit(due) : undefined;
    if (submitted && !submitted.ok) return this.#refuse(due, submitted.error);
    const ids = kind === 'job' ? { jobId: targetId } : { workflowId: targetId };
    return this.#record(due, { type: 'submitted', dueAt, ...ids });
  }

  #submit(due: Due): Promise<Result<unknown, Rejection>> {
    const { schedule, dueAt, targetId, cause } = due;
    const { scheduleId, projectId, userId, name, target } = schedule.facts;
    const now = this.parts.clock.now();
    if (target.kind === 'job')
      return this.parts.delegated.submit({
        jobId: targetId,
        userId,
        projectId,
        name,
        template: target.job,
        env: { BERTH_SCHEDULE_ID: scheduleId, BERTH_DUE_AT: dueAt },
        origin: { kind: 'schedule', id: scheduleId, dueAt },
        meta: causedBy(NAME, cause, 'scheduler.job.submit.v1', now),
      });
    return this.#submitWorkflow(due, target, now);
  }

  /** Its nodes are admitted one by one, when they are submitted. */
  async #submitWorkflow(
    { schedule, targetId, cause }: Due,
    { description, nodes }: Extract<ExistingSchedule['facts']['target'], { kind: 'workflow' }>,
    now: string,
  ): Promise<Result<unknown, Rejection>> {
    const { projectId, userId, name } = schedule.facts;
    const member = this.parts.delegated.member(userId, projectId);
    if (!member.ok) return member;
    const what = defined({ description });
    const command = {
      type: 'submit',
      workflowId: targetId,
      projectId,
      userId,
      name,
      nodes,
      now,
      ...what,
    } as const;
    const meta = causedBy(NAME, cause, 'scheduler.workflow.submit.v1', now);
    return this.parts.workflows.execute(workflowStream(targetId), command, meta, { expectNew: true });
  }

  async #refuse(due: Due, refusal: Rejection): Promise<void> {
    if (refusal.code === 'UNAVAILABLE') throw new RejectedError(refusal);
    const { code, message } = refusal;
    const ownerGone = !this.parts.delegated.submitter(due.schedule.facts.userId).ok;
    const now = this.parts.clock.now();
    await this.#record(due, { type: 'refuse', dueAt: due.dueAt, code, message, ownerGone, now });
  }

  async #record({ schedule, cause }: Due, command: ScheduleCommand): Promise<void> {
    const name = `scheduler.schedule.${command.type}.v1`;
    const meta = causedBy(NAME, cause, name, this.parts.clock.now());
    const stream = scheduleStream(schedule.facts.scheduleId);
    const recorded = await this.parts.schedules.execute(stream, command, meta);
    // it may have been deleted meanwhile
    if (!recorded.ok && recorded.error.code !== 'NOT_FOUND') orReject(recorded);
  }

  async #overlaps({ facts, last }: ExistingSchedule): Promise<boolean> {
    if (facts.overlap === 'allow' || last === undefined) return false;
    const { jobId, workflowId } = last;
    const job = jobId === undefined ? 'none' : await this.#jobStatus(jobId);
    const workflow = workflowId === undefined ? 'none' : await this.#workflowStatus(workflowId);
    return !ENDED.has(job) || !ENDED.has(workflow);
  }

  async #jobStatus(jobId: string): Promise<string> {
    return (await this.parts.jobs.load(jobStream(jobId), { fresh: true })).state.status;
  }

  async #workflowStatus(workflowId: string): Promise<string> {
    return (await this.parts.workflows.load(workflowStream(workflowId), { fresh: true })).state.status;
  }
}
