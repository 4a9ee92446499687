import type { InputOf } from '@berth/contracts/define';
import type { GangPlace, JobOrigin, JobSpec } from '@berth/contracts/scheduler/events';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { mayRunUnconfined } from '../../facts/entitlement.js';
import type { FactWaiter } from '../../facts/fact-waiter.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import { choosePool, findProject, type Submitter } from '../../facts/project-and-pool.js';
import { demandOf, givenDevice } from '../../placement/demand.js';
import type { Quotas } from '../../queue/quota/quotas.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { admitSubmission } from '../admission/admission.js';
import type { PoolReservation } from '../admission/submission.js';
import type { SubmitJob } from './job.js';

export type SubmitInput = InputOf<typeof submitJob>;

export function specOf(input: SubmitInput): JobSpec {
  const {
    command,
    args,
    workingDirectory,
    image,
    gpus,
    vcpus,
    ramGb,
    timeoutMinutes,
    priority,
    description,
    retry,
    preemptible,
    reservation,
  } = input;
  return {
    command,
    args,
    envNames: Object.keys(input.env).sort(),
    gpus,
    class: input.class,
    timeoutMinutes,
    priority,
    retry,
    ...defined({
      workingDirectory,
      image,
      vcpus,
      ramGb,
      description,
      preemptible,
      reservationId: reservation,
    }),
  };
}

/** A job that a user wants, or that follows from something that they wanted before. */
export interface JobRequest {
  readonly input: SubmitInput;
  readonly identity: Submitter;
  readonly now: string;
  /** Follows from the request, so that a repeat finds the same job; the project is known only with the caller's own id. */
  readonly jobIdIn: (projectId: string) => string;
  readonly origin?: JobOrigin;
  readonly gang?: GangPlace;
  /** It replaces another job in the queue, or uses capacity reserved for it: the queue's limit does not apply. */
  readonly queueSlotReserved?: boolean;
  /** What the input's `reservation` names, whosever it is. */
  readonly namedReservation?: PoolReservation | undefined;
}

/** Whether a job is taken in, by the facts as they are known here now. Nothing is recorded. */
export class Admissions {
  constructor(
    private readonly facts: Facts,
    private readonly factWaiter: FactWaiter,
    private readonly waiting: WaitingCounts,
    private readonly quotas: Quotas,
  ) {}

  /** Decided synchronously, from memory: concurrent submissions never exceed the queue's limit. */
  admit(request: JobRequest): Result<SubmitJob, Rejection> {
    const { input, identity, now, origin, gang, namedReservation } = request;
    const { userId } = identity;
    const user = this.facts.users.get(userId);
    if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
    const project = findProject(this.facts, identity, input.project);
    if (!project.ok) return project;
    const { projectId } = project.value;
    const chosen = choosePool(this.facts, identity, projectId, input.pool ?? namedReservation?.poolId);
    if (!chosen.ok) return chosen;
    const { pool, entitlement } = chosen.value;
    const { poolId } = pool;
    const hosts = this.facts.hostsOf(poolId);
    const wanted = withGivenDevice(specOf(input), hosts);
    const spec = gang === undefined ? wanted : { ...wanted, gang };
    const demand = demandOf(spec, entitlement.devices, mayRunUnconfined(user));
    const { isCurrent: hostsAreCurrent } = this.facts;
    const waiting = request.queueSlotReserved ? 0 : this.waiting.of(userId, poolId);
    const who = { userId, projectId, entitlement };
    const quotas = this.quotas.binding(who, poolId);
    const gangSize = gang?.size ?? 1;
    const given = {
      input,
      pool,
      demand,
      gangSize,
      hosts,
      hostsAreCurrent,
      waiting,
      namedReservation,
      quotas,
      now,
    };
    const refusal = admitSubmission({ ...given, ...who });
    if (refusal) return err(refusal);
    return ok({
      type: 'submit',
      jobId: request.jobIdIn(projectId),
      projectId,
      userId,
      poolId,
      name: input.name,
      spec,
      // A reservation in such a pool was approved itself, or made by who approves: what runs in it needs no more.
      approvalRequired: pool.approval && input.reservation === undefined,
      grantPriority: entitlement.priority,
      now,
      ...defined({ externalId: input.externalId, origin }),
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
      `pool: "${name}" takes at most ${limit} queued jobs per user; you have ${waiting} and submit ${jobs}, so at most ${room} fit`,
      'pool',
      { waiting, limit, jobs, room },
    );
  }

  /** Waits briefly for facts that may not have arrived. Call `admit` right after it, and then count the job. */
  async waitForFacts(request: JobRequest): Promise<void> {
    const admitted = this.admit(request);
    if (admitted.ok || !isMissingFact(admitted.error)) return;
    await this.factWaiter.waitUntil(() => this.admit(request).ok);
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
export const isMissingFact = ({ code }: Rejection): boolean => code === 'NOT_FOUND' || code === 'FORBIDDEN';
