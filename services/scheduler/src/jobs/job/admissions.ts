import type { GangPlace, JobOrigin, JobSpec } from '@berth/contracts/scheduler/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { admitSubmission } from '../admission/admission.js';
import type { PoolBooking } from '../admission/submission.js';
import { isAdmin } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { LateFacts } from '../../facts/late-facts.js';
import { demandOf, givenDevice } from '../../placement/demand.js';
import type { Quotas } from '../../queue/quota/quotas.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import type { SubmitJob } from './job.commands.js';
import { specOf, type SubmitInput } from './submission.js';
import { choosePool, findProject, type Submitter } from '../../facts/project-and-pool.js';

/** A job that somebody wants, or that follows from something that they wanted before. */
export interface JobRequest {
  readonly input: SubmitInput;
  readonly identity: Submitter;
  readonly now: string;
  /** Follows from the request, so that a repeat finds the same job; the project is known only with the caller's own id. */
  readonly jobIdIn: (projectId: string) => string;
  readonly origin?: JobOrigin;
  readonly gang?: GangPlace;
  /** It takes the place of another in the queue, or one that was kept for it: the queue's limit is not asked. */
  readonly placeKept?: boolean;
  /** What the input's `reservation` names, whosever it is. */
  readonly booking?: PoolBooking | undefined;
}

/** Whether a job is taken in, by the facts as they are known here now. Nothing is recorded. */
export class Admissions {
  constructor(
    private readonly facts: Facts,
    private readonly lateFacts: LateFacts,
    private readonly waiting: WaitingCounts,
    private readonly quotas: Quotas,
  ) {}

  /** Decided at once, on what is known in memory: of many at the same time no more pass than the queue takes. */
  admit(request: JobRequest): Result<SubmitJob, Rejection> {
    const { input, identity, now, origin, gang, booking } = request;
    const { userId } = identity;
    const user = this.facts.users.get(userId);
    if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
    const project = findProject(this.facts, identity, input.project);
    if (!project.ok) return project;
    const { projectId } = project.value;
    const chosen = choosePool(this.facts, identity, projectId, input.pool ?? booking?.poolId);
    if (!chosen.ok) return chosen;
    const { pool, entitlement } = chosen.value;
    const { poolId } = pool;
    const hosts = this.facts.hostsOf(poolId);
    const wanted = withGivenDevice(specOf(input), hosts);
    const spec = gang === undefined ? wanted : { ...wanted, gang };
    const demand = demandOf(spec, entitlement.devices, isAdmin(user));
    const { isCurrent: hostsAreCurrent } = this.facts;
    const waiting = request.placeKept ? 0 : this.waiting.of(userId, poolId);
    const who = { userId, projectId, entitlement };
    const quotas = this.quotas.binding(who, poolId);
    const gangSize = gang?.size ?? 1;
    const given = { input, pool, demand, gangSize, hosts, hostsAreCurrent, waiting, booking, quotas, now };
    const refusal = admitSubmission({ ...given, ...who });
    if (refusal) return err(refusal);
    return ok({
      kind: 'submit',
      jobId: request.jobIdIn(projectId),
      projectId,
      userId,
      poolId,
      name: input.name,
      spec,
      // A booking in such a pool was approved itself, or made by who approves: what runs in it needs no more.
      approvalRequired: pool.approval && input.reservation === undefined,
      grantPriority: entitlement.priority,
      now,
      ...(input.id === undefined ? {} : { ownId: input.id }),
      ...(origin === undefined ? {} : { origin }),
    });
  }

  /** Why so many more jobs of the user in the pool are too many; nothing where there is room. */
  fullFor({ userId, poolId }: Pick<SubmitJob, 'userId' | 'poolId'>, jobs: number): Rejection | undefined {
    const pool = this.facts.pools.get(poolId);
    const waiting = this.waiting.of(userId, poolId);
    if (!pool || waiting + jobs <= pool.maxQueuedPerUser) return undefined;
    const { name, maxQueuedPerUser: limit } = pool;
    const room = Math.max(0, limit - waiting);
    return reject(
      'QUEUE_FULL',
      `pool: "${name}" takes ${limit} waiting jobs of one user, you have ${waiting}; these are ${jobs}, and there is room for ${room}`,
      'pool',
      { waiting, limit, jobs, room },
    );
  }

  /** Waits a little for what may not be known here yet. To be followed by `admit` at once, and by what counts the job. */
  async settle(request: JobRequest): Promise<void> {
    const admitted = this.admit(request);
    if (admitted.ok || !isAboutAbsence(admitted.error)) return;
    await this.lateFacts.waitUntil(() => this.admit(request).ok);
  }
}

/** "cuda:1" is the device that has this number now, whatever numbers devices have when the job's turn comes. */
function withGivenDevice(spec: JobSpec, hosts: readonly HostFact[]): JobSpec {
  const given = givenDevice(spec.gpus);
  const [host] = hosts;
  if (!given || !host || hosts.length > 1) return spec;
  const device = host.devices.find(({ index }) => index === given.index);
  return device ? { ...spec, gpus: { ...spec.gpus, deviceUuid: device.uuid } } : spec;
}

/** A project, a pool or a grant is not there: for all that is known here. */
export const isAboutAbsence = ({ code }: Rejection): boolean => code === 'NOT_FOUND' || code === 'FORBIDDEN';
