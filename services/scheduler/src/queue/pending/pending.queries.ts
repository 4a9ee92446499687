import type { PendingView, EstimateConfidence, PendingReason } from '@berth/contracts/scheduler/views';
import { formatInstant } from '@berth/kernel/words';
import type { Identity } from '@berth/service-host/operation';
import { eligibilityOf } from '../../facts/eligibility.js';
import type { RankedJob } from '../order/queue-orders.js';
import type { QueuedJob } from '../waiting/job-queue-index.js';
import { aheadOf, isOfItsGang, describeAhead } from './ahead.js';
import { waits } from './pending-reason.js';
import { hostReasons } from './pending.hosts.js';
import type { PendingSituation } from './pending.situation.js';
import { plannedReasons, waitReasons } from './pending.waits.js';
import { situationOf, type SituationParts } from './situation-of.js';
import { holdReason } from './unfit-reasons.js';

type Told = Pick<PendingView, 'estimatedStart' | 'estimateConfidence' | 'estimateMessage'>;

const unknown = (estimateMessage: string): Told => ({ estimateConfidence: 'unknown', estimateMessage });

/** The estimate of its start, given all that it waits for. */
export function estimateOf(
  { now, notBefore, reservationId, calendar, estimate }: PendingSituation,
  reasons: readonly PendingReason[],
): Told {
  const has = (code: PendingReason['code']): boolean => reasons.some((reason) => reason.code === code);
  if (reasons.some(({ kind }) => kind === 'never'))
    return unknown('it can never run unless its requirements or the pool change');
  if (has('QUOTA_REACHED')) return unknown('it depends on when other jobs that count towards its quota end');
  if (has('WAITING_FOR_HOSTS')) return unknown('it depends on when hosts join the pool');
  if (has('HOSTS_UNAVAILABLE')) return unknown('it depends on when hosts or devices return to service');
  if (has('ABOUT_TO_START')) return told(now, 'likely', 'what it needs is free');
  const reservation =
    reservationId === undefined ? undefined : calendar.agenda.reservations.get(reservationId);
  if (reservation && reservation.from > now)
    return told(reservation.from, 'likely', 'its reservation begins then');
  if (estimate) return told(estimate.startsAt, estimate.confidence, estimate.message);
  if (notBefore !== null && notBefore > now && !has('DEVICES_BUSY'))
    return told(notBefore, 'likely', 'it is retried then');
  return unknown('too many jobs are ahead of it, or the time when devices become free is unknown');
}

const told = (
  estimatedStart: string,
  estimateConfidence: EstimateConfidence,
  estimateMessage: string,
): Told => ({
  estimatedStart,
  estimateConfidence,
  estimateMessage,
});

/** Reasons that would reveal devices, or how some are freed, without mentioning any. */
const PLAIN: { readonly [code in PendingReason['code']]?: string } = {
  DEVICES_BUSY: 'all devices that it could run on are busy',
  SLOTS_BUSY: 'all devices that it could run on are busy',
  HOSTS_UNAVAILABLE: 'no host that it could run on takes work now',
  RESERVED: 'the devices that it could run on are reserved before it would end',
  MAINTENANCE: 'the devices that it could run on go out of service before it would end',
  WAITING_FOR_HOSTS: 'no host that it could run on has joined yet',
  WAITING_FOR_RESERVATION: 'its reservation has not begun',
  WAITING_FOR_PREEMPTION: 'other runs are being preempted for it',
  CAN_NEVER_RUN: 'no device that its submitter may use could run it',
};

/** For viewers who may see a job, but not all devices that it could run on: not even their number may be revealed. */
function withoutNumbers(reason: PendingReason): PendingReason {
  const message = PLAIN[reason.code];
  return message === undefined ? reason : { ...reason, message, numbers: {} };
}

/** Every reason that holds, the most significant first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const { jobId, calendar, demand, ahead, failsAt } = situation;
  if (calendar.leaseOfJob.has(jobId))
    return [waits('ABOUT_TO_START', 'its devices are leased and it is starting', {})];
  const reasons: PendingReason[] = [];
  const unfit = holdReason(demand, situation);
  if (unfit) reasons.push(unfit);
  reasons.push(...waitReasons(situation), ...hostReasons(situation));
  if (ahead && ahead.count > 0) {
    const { count, ...why } = ahead;
    reasons.push(waits('BEHIND_OTHERS', describeAhead(ahead), { ahead: count, ...why }));
  }
  reasons.push(...plannedReasons(situation));
  if (reasons.length > 0)
    return neverFirst(failsAt === undefined ? reasons : reasons.map((reason) => withEnd(reason, failsAt)));
  return [waits('ABOUT_TO_START', 'the devices it needs are free; it is being placed', {})];
}

/** For a job that can never run: until when that may still change. */
const withEnd = (reason: PendingReason, failsAt: string): PendingReason =>
  reason.kind === 'never'
    ? { ...reason, message: `${reason.message}; it fails at ${formatInstant(failsAt)} unless that changes` }
    : reason;

const neverFirst = (reasons: readonly PendingReason[]): PendingReason[] => [
  ...reasons.filter(({ kind }) => kind === 'never'),
  ...reasons.filter(({ kind }) => kind === 'waiting'),
];

const MAX_AHEAD_SHOWN = 20;

/** The queue of a pool, as the caller may see it. */
interface Seen {
  readonly queue: readonly RankedJob[];
  readonly first: readonly { readonly job: QueuedJob; readonly index: number }[];
}

/** Why jobs have not started. */
export class PendingQueries {
  constructor(private readonly parts: SituationParts) {}

  /** Of those of the jobs that wait and that the viewer may see. */
  async pending(identity: Identity, ids: readonly string[]): Promise<readonly PendingView[]> {
    const seen = new Map<string, Seen>();
    const views: PendingView[] = [];
    for (const jobId of new Set(ids)) {
      const job = this.parts.queueIndex.queued(jobId);
      const view = job ? await this.#queued(identity, job, seen) : this.#awaiting(identity, jobId);
      if (view) views.push(view);
    }
    return views;
  }

  async #queued(
    identity: Identity,
    job: QueuedJob,
    seen: Map<string, Seen>,
  ): Promise<PendingView | undefined> {
    const { orders, policies, visibility } = this.parts;
    if (!visibility.ofJob(identity, job)) return undefined;
    const { jobId, poolId } = job;
    const position = orders.countBefore(job);
    let known = seen.get(poolId);
    if (!known) seen.set(poolId, (known = this.#see(identity, poolId)));
    const before = known.queue.slice(0, position).map((each) => each.job);
    const ahead = aheadOf(job, before, policies.of(poolId).order);
    const situation = await situationOf(this.parts, identity, job, ahead);
    const reasons = pendingReasons(situation).map((reason) =>
      this.#seesAllOf(identity, job) ? reason : withoutNumbers(reason),
    );
    const aheadJobIds = known.first
      .filter(({ job: other, index }) => index < position && !isOfItsGang(job, other))
      .map(({ job: other }) => other.jobId);
    const estimate = estimateOf(situation, reasons);
    return { jobId, reasons, position: position + 1, aheadCount: ahead.count, aheadJobIds, ...estimate };
  }

  /** Whether numbers about the job's devices reveal none that the viewer has no grant for. */
  #seesAllOf(identity: Identity, job: QueuedJob): boolean {
    const { facts, visibility } = this.parts;
    if (!visibility.hidingDevices(identity, job)) return true;
    const sees = visibility.seesDevice(identity, job);
    const eligibility = eligibilityOf(facts, job, job.poolId);
    const usable = eligibility.ok ? eligibility.value.devices : undefined;
    const devices = facts.hostsOf(job.poolId).flatMap((host) => host.devices);
    return devices.every(({ uuid }) => usable?.has(uuid) === false || sees(uuid));
  }

  #see(identity: Identity, poolId: string): Seen {
    const { orders, visibility } = this.parts;
    const queue = orders.queue(poolId);
    const first: { job: QueuedJob; index: number }[] = [];
    for (const [index, { job }] of queue.entries()) {
      if (first.length >= MAX_AHEAD_SHOWN) break;
      if (visibility.ofJob(identity, job)) first.push({ job, index });
    }
    return { queue, first };
  }

  #awaiting(identity: Identity, jobId: string): PendingView | undefined {
    const { queueIndex, facts, visibility } = this.parts;
    const job = queueIndex.stateOf(jobId);
    if (job?.state !== 'awaitingApproval' || !visibility.ofJob(identity, job)) return undefined;
    const pool = facts.pools.get(job.poolId)?.name ?? job.poolId;
    const message = `the pool "${pool}" requires approval, which is pending`;
    return {
      jobId,
      reasons: [{ code: 'AWAITING_APPROVAL', kind: 'waiting', message, numbers: {} }],
      aheadCount: 0,
      aheadJobIds: [],
    };
  }
}
