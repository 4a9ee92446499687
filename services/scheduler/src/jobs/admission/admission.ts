import { type Rejection, reject } from '@berth/kernel/rejection';
import { many } from '@berth/kernel/words';
import { claimOfReservation, isHolder } from '../../calendar/agenda.js';
import { NOTHING } from '../../calendar/held.js';
import { together, suits } from '../../placement/demand.js';
import {
  mismatchOn,
  unfitReason,
  gangUnfitReason,
  describeDemand,
} from '../../queue/pending/unfit-reasons.js';
import { amountOf, excessOf } from '../../queue/quota/excess.js';
import type { AdmissionRule, Submission, PoolReservation } from './submission.js';

const timeLimitRule: AdmissionRule = ({ input, entitlement }) => {
  const maxMinutes = entitlement.maxHours * 60;
  if (input.timeoutMinutes <= maxMinutes) return undefined;
  return reject(
    'VALIDATION_FAILED',
    `timeoutMinutes: must be at most ${many(maxMinutes, 'minute')}, the limit of your grant`,
    'timeoutMinutes',
    { maxMinutes },
  );
};

/** "Can never run here" is said at once, "waiting" only later, also where it waits for hosts that are not known yet. */
const fitRule: AdmissionRule = ({ demand, hosts, hostsAreCurrent = true, now }) => {
  const never = unfitReason(demand, hosts, now);
  if (never?.kind !== 'never' || !hostsAreCurrent) return undefined;
  const { maxCores = 0, maxRamMiB = 0 } = never.numbers;
  const field =
    demand.vcpus > maxCores
      ? 'vcpus'
      : demand.ramMiB > maxRamMiB
        ? 'ramGb'
        : (mismatchOn(demand, hosts)?.field ?? (demand.device ? 'gpus.device' : 'gpus.count'));
  return reject('CAN_NEVER_RUN', `${field}: ${never.message}`, field, never.numbers);
};

/** All of a gang must have room at the same time. */
const gangRule: AdmissionRule = ({ demand, gangSize = 1, hosts, hostsAreCurrent = true, now }) => {
  const never = gangSize > 1 ? gangUnfitReason(demand, gangSize, hosts, now) : undefined;
  if (never?.kind !== 'never' || !hostsAreCurrent) return undefined;
  return reject('CAN_NEVER_RUN', `gang: ${never.message}`, 'gang', never.numbers);
};

const queueLimitRule: AdmissionRule = ({ pool, waiting }) =>
  waiting < pool.maxQueuedPerUser
    ? undefined
    : reject(
        'QUEUE_FULL',
        `pool: you have ${many(waiting, 'job')} queued in "${pool.name}", the maximum per user; wait, or cancel some`,
        'pool',
        { waiting, limit: pool.maxQueuedPerUser },
      );

const FIELDS = { gpus: 'gpus.count', vcpus: 'vcpus', ramGb: 'ramGb' } as const;

/** A job that exceeds a quota by itself would wait without end, unless it may borrow. */
const quotaRule: AdmissionRule = ({ demand, gangSize = 1, quotas = [] }) => {
  for (const quota of quotas) {
    const excess = quota.borrow ? undefined : excessOf(quota, NOTHING, amountOf(together(demand, gangSize)));
    if (!excess) continue;
    const { kind, limit, needed } = excess;
    const where = quota.poolId === null ? 'in all pools together' : 'in this pool';
    const whose = quota.of === 'user' ? 'your quota' : 'the quota of the project';
    const message = `${FIELDS[kind]}: ${whose} is ${limit} ${where}, but ${gangSize > 1 ? 'the gang' : 'the job'} needs ${needed}`;
    return reject('QUOTA_EXCEEDED', message, FIELDS[kind], { limit, needed });
  }
  return undefined;
};

/**
 * A job for a reservation must be its holder's, and have room in it. Reservations of others are as if they did not
 * exist.
 */
const reservationRule: AdmissionRule = (submission) => {
  const { input, namedReservation, pool, now } = submission;
  const { reservation } = input;
  if (reservation === undefined) return undefined;
  if (!namedReservation || !isHolder(claimOfReservation(namedReservation), submission)) {
    const message = `reservation: you have no active or upcoming reservation ${reservation}`;
    return reject('NOT_FOUND', message, 'reservation');
  }
  if (namedReservation.poolId !== pool.poolId) {
    return reject(
      'VALIDATION_FAILED',
      `pool: the reservation is not in "${pool.name}"; omit the pool`,
      'pool',
    );
  }
  if (namedReservation.until <= now) {
    return reject(
      'INVALID_STATE',
      `reservation: its window ended at ${namedReservation.until}`,
      'reservation',
    );
  }
  return capacityRefusal(submission, namedReservation);
};

function capacityRefusal({ demand, hosts }: Submission, namedReservation: PoolReservation) {
  if (demand.count === 0) {
    const message = 'gpus.count: must be at least 1 for a job in a reservation';
    return reject('VALIDATION_FAILED', message, 'gpus.count', { reserved: namedReservation.devices.length });
  }
  const reserved = new Set(namedReservation.devices.map(({ uuid }) => uuid));
  const suiting = hosts.map(
    ({ devices }) => devices.filter((device) => reserved.has(device.uuid) && suits(device, demand)).length,
  );
  const maxOnOneHost = Math.max(0, ...suiting);
  // the host of a reserved device may not be known here yet
  const areKnown = namedReservation.devices.every(({ hostId }) =>
    hosts.some((host) => host.hostId === hostId),
  );
  if (maxOnOneHost >= demand.count || !areKnown) return undefined;
  return reject(
    'CAN_NEVER_RUN',
    `reservation: the job needs ${describeDemand(demand)}, the reservation has ${maxOnOneHost} of them on one host`,
    'reservation',
    { needed: demand.count, maxOnOneHost, reserved: reserved.size },
  );
}

const commandRule: AdmissionRule = ({ input }) =>
  (input.command[0] ?? '').trim() === '' && (input.image === undefined || input.command.length > 0)
    ? reject('VALIDATION_FAILED', 'command: is required, for example ["python3", "train.py"]', 'command')
    : undefined;

/** Hosts run processes; executors for containers will let pools take images. */
const imageRule: AdmissionRule = ({ input, pool }) =>
  input.image === undefined
    ? undefined
    : reject(
        'CAN_NEVER_RUN',
        `image: no host of the pool "${pool.name}" can run containers; give a command instead`,
        'image',
      );

const backoffRule: AdmissionRule = ({ input }) => {
  const { backoffSeconds, maxBackoffSeconds } = input.retry;
  if (maxBackoffSeconds === undefined || maxBackoffSeconds >= (backoffSeconds ?? 0)) return undefined;
  const message = 'retry.maxBackoffSeconds: must be at least backoffSeconds';
  return reject('VALIDATION_FAILED', message, 'retry.maxBackoffSeconds', {
    backoffSeconds: backoffSeconds ?? 0,
  });
};

/** "cuda:1" says which device only where one host is meant. */
const hostGivenDeviceRule: AdmissionRule = ({ demand, hosts, input }) =>
  demand.device !== undefined && hosts.length > 1
    ? reject(
        'VALIDATION_FAILED',
        `gpus.device: "${input.gpus.device ?? ''}" requires a pool with one host, this pool has ${hosts.length}; use "cuda"`,
        'gpus.device',
        { hosts: hosts.length },
      )
    : demand.device !== undefined && demand.count > 1
      ? reject('VALIDATION_FAILED', 'gpus.count: must be 1 where gpus.device names a device', 'gpus.count')
      : undefined;

/** The rules that a submission must pass, in the order in which refusals are reported. */
const rules: readonly AdmissionRule[] = [
  commandRule,
  imageRule,
  backoffRule,
  hostGivenDeviceRule,
  reservationRule,
  timeLimitRule,
  fitRule,
  gangRule,
  quotaRule,
  queueLimitRule,
];

export function admitSubmission(submission: Submission): Rejection | undefined {
  for (const rule of rules) {
    const rejection = rule(submission);
    if (rejection) return rejection;
  }
  return undefined;
}
