import { may } from '@berth/contracts/permissions';
import type { GangPlace, JobEvent, JobOrigin } from '@berth/contracts/scheduler/events';
import type { SealedValue } from '@berth/contracts/fields';
import type { JobTemplate } from '@berth/contracts/scheduler/template';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { WHY_UNREADABLE, type Vault } from '@berth/service-host/vault';
import type { Facts } from '../../facts/facts.js';
import type { Admissions } from '../job/admissions.js';
import type { ReservationFinder } from '../job/reservation-finder.js';
import type { Job, JobCommand } from '../job/job.js';
import { findProject, type Submitter } from '../../facts/project-and-pool.js';
import type { Submissions } from '../job/submissions.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { jobStream } from '../../streams.js';
import { inputOf } from './planning.js';

/** A job that follows from what a user wanted earlier. */
export interface DelegatedJob {
  /** Follows from the origin, so that however often it is ordered, there is one. */
  readonly jobId: string;
  readonly userId: string;
  readonly projectId: string;
  readonly name: string;
  readonly template: JobTemplate;
  /** Beside what the template has; wins over it. */
  readonly env: { readonly [name: string]: string };
  /** Why a part of its env is not available: it must not run without it. */
  readonly unreadable?: Rejection | undefined;
  readonly origin: JobOrigin;
  readonly gang?: GangPlace;
  /** Its place in the queue was given when the whole was admitted. */
  readonly queueSlotReserved?: boolean;
  readonly meta: CommandMeta;
}

export interface DelegatedSubmissionsParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly facts: Facts;
  readonly admissions: Admissions;
  readonly submissions: Submissions;
  readonly reservations: ReservationFinder;
  readonly waiting: WaitingCounts;
  readonly vault: Vault;
}

/**
 * Submits jobs on behalf of users who are not calling now. Nothing is skipped: account, membership, grants,
 * approval, fit and limits are checked as of now.
 */
export class DelegatedSubmissions {
  constructor(private readonly parts: DelegatedSubmissionsParts) {}

  /** The user as of now: suspended, deleted and unknown users and auditors are refused. */
  submitter(userId: string): Result<Submitter, Rejection> {
    const user = this.parts.facts.users.get(userId);
    if (user?.status !== 'active') return err(reject('FORBIDDEN', 'the account of its owner is not active'));
    if (!may(user, 'runJobs')) return err(reject('FORBIDDEN', 'an auditor cannot submit jobs'));
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
  async submit(order: DelegatedJob): Promise<Result<null, Rejection>> {
    const { jobs, waiting } = this.parts;
    const { jobId } = order;
    if ((await jobs.load(jobStream(jobId))).state.status !== 'none') return ok(null);
    const outcome = await this.#submitNew(order);
    if (outcome.ok || outcome.error.code === 'ALREADY_EXISTS') return ok(null);
    if (order.queueSlotReserved) waiting.remove(jobId);
    return outcome;
  }

  async #submitNew(order: DelegatedJob): Promise<Result<null, Rejection>> {
    const { admissions, submissions, reservations } = this.parts;
    const { userId, jobId, template, origin, gang, meta, queueSlotReserved = false } = order;
    const identity = this.submitter(userId);
    if (!identity.ok) return identity;
    const opened = await this.#open(template.env);
    if (!opened.ok) return opened;
    if (order.unreadable) return err(order.unreadable);
    const input = inputOf(template, { ...order, env: { ...opened.value, ...order.env } });
    const request = {
      input,
      identity: identity.value,
      now: meta.now,
      jobIdIn: () => jobId,
      origin,
      queueSlotReserved,
      namedReservation: await reservations.namedIn(input),
      ...defined({ gang }),
    };
    await admissions.waitForFacts(request);
    const admitted = admissions.admit(request);
    if (!admitted.ok) return admitted;
    const recorded = await submissions.record(input.env, admitted.value, meta);
    return recorded.ok ? ok(null) : recorded;
  }

  async #open(env: SealedValue | undefined): Promise<Result<{ [name: string]: string }, Rejection>> {
    if (env === undefined) return ok({});
    const opened = await this.parts.vault.tryOpen(env);
    if ('unreadable' in opened)
      return err(reject('INVALID_STATE', `env: cannot be read: ${WHY_UNREADABLE[opened.unreadable]}`, 'env'));
    return ok(opened.value as { [name: string]: string });
  }
}
