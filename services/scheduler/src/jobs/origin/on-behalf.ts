import type { GangPlace, JobEvent, JobOrigin } from '@berth/contracts/scheduler/events';
import type { SealedValue } from '@berth/contracts/fields';
import type { JobTemplate } from '@berth/contracts/scheduler/template';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { WHY_UNREADABLE, type Vault } from '@berth/service-host/vault';
import type { Facts } from '../../facts/facts.js';
import type { Admissions } from '../job/admissions.js';
import type { BookingFinder } from '../job/booking-finder.js';
import type { Job } from '../job/job.js';
import type { JobCommand } from '../job/job.commands.js';
import { findProject, type Submitter } from '../../facts/project-and-pool.js';
import type { Submissions } from '../job/submissions.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { jobStream } from '../../streams.js';
import { inputOf } from './template.js';

/** A job that follows from what somebody wanted earlier. */
export interface JobOrder {
  /** Follows from the origin, so that however often it is ordered, there is one. */
  readonly jobId: string;
  readonly userId: string;
  readonly projectId: string;
  readonly name: string;
  readonly template: JobTemplate;
  /** Beside what the template has; wins over it. */
  readonly env: { readonly [name: string]: string };
  /** Why a part of its env can't be had: it must not run without. */
  readonly unreadable?: Rejection | undefined;
  readonly origin: JobOrigin;
  readonly gang?: GangPlace;
  /** Its place in the queue was given when the whole was admitted. */
  readonly placeKept?: boolean;
  readonly meta: CommandMeta;
}

export interface OnBehalfParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly facts: Facts;
  readonly admissions: Admissions;
  readonly submissions: Submissions;
  readonly bookings: BookingFinder;
  readonly waiting: WaitingCounts;
  readonly vault: Vault;
}

/**
 * Submits jobs in the name of people who are not asking just now. Nothing is passed over: account, membership, grants,
 * approval, fit and limits are looked at as they are now.
 */
export class OnBehalf {
  constructor(private readonly parts: OnBehalfParts) {}

  /** Whoever it is now: suspended, deleted and unknown people, and those who may only look, get nothing done. */
  submitter(userId: string): Result<Submitter, Rejection> {
    const user = this.parts.facts.users.get(userId);
    if (user?.status !== 'active')
      return err(reject('FORBIDDEN', 'the account in whose name it would run is not active'));
    if (user.role === 'auditor') return err(reject('FORBIDDEN', 'an auditor submits no jobs'));
    return ok({ userId, role: user.role });
  }

  /** As `submitter`, who still belongs to the project. */
  member(userId: string, projectId: string): Result<null, Rejection> {
    const identity = this.submitter(userId);
    if (!identity.ok) return identity;
    const project = findProject(this.parts.facts, identity.value, projectId);
    return project.ok ? ok(null) : project;
  }

  /** Whether the job is there, now or since before. */
  async submit(order: JobOrder): Promise<Result<null, Rejection>> {
    const { jobs, waiting } = this.parts;
    const { jobId } = order;
    if ((await jobs.load(jobStream(jobId))).state.status !== 'none') return ok(null);
    const outcome = await this.submitNew(order);
    if (outcome.ok || outcome.error.code === 'ALREADY_EXISTS') return ok(null);
    if (order.placeKept) waiting.remove(jobId);
    return outcome;
  }

  private async submitNew(order: JobOrder): Promise<Result<null, Rejection>> {
    const { admissions, submissions, bookings } = this.parts;
    const { userId, jobId, template, origin, gang, meta, placeKept = false } = order;
    const identity = this.submitter(userId);
    if (!identity.ok) return identity;
    const opened = await this.open(template.env);
    if (!opened.ok) return opened;
    if (order.unreadable) return err(order.unreadable);
    const input = inputOf(template, { ...order, env: { ...opened.value, ...order.env } });
    const request = {
      input,
      identity: identity.value,
      now: meta.now,
      jobIdIn: () => jobId,
      origin,
      placeKept,
      booking: await bookings.namedIn(input),
      ...(gang === undefined ? {} : { gang }),
    };
    await admissions.settle(request);
    const admitted = admissions.admit(request);
    if (!admitted.ok) return admitted;
    const recorded = await submissions.record(input.env, admitted.value, meta);
    return recorded.ok ? ok(null) : recorded;
  }

  private async open(env: SealedValue | undefined): Promise<Result<{ [name: string]: string }, Rejection>> {
    if (env === undefined) return ok({});
    const opened = await this.parts.vault.look(env);
    if ('unreadable' in opened)
      return err(
        reject('INVALID_STATE', `env: can not be read: ${WHY_UNREADABLE[opened.unreadable]}`, 'env'),
      );
    return ok(opened.value as { [name: string]: string });
  }
}
