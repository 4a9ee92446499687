import { reject } from '@berth/kernel/rejection';
import { mismatchOn, unfitReason, gangUnfitReason } from '../../queue/pending/unfit-reasons.js';
import { many } from '@berth/kernel/words';
import type { AdmissionRule } from './submission.js';

export const timeLimitRule: AdmissionRule = ({ input, entitlement }) => {
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
export const fitRule: AdmissionRule = ({ demand, hosts, hostsAreCurrent = true, now }) => {
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
export const gangRule: AdmissionRule = ({ demand, gangSize = 1, hosts, hostsAreCurrent = true, now }) => {
  const never = gangSize > 1 ? gangUnfitReason(demand, gangSize, hosts, now) : undefined;
  if (never?.kind !== 'never' || !hostsAreCurrent) return undefined;
  return reject('CAN_NEVER_RUN', `gang: ${never.message}`, 'gang', never.numbers);
};

export const queueLimitRule: AdmissionRule = ({ pool, waiting }) =>
  waiting < pool.maxQueuedPerUser
    ? undefined
    : reject(
        'QUEUE_FULL',
        `pool: you have ${many(waiting, 'job')} queued in "${pool.name}", the maximum per user; wait, or cancel some`,
        'pool',
        { waiting, limit: pool.maxQueuedPerUser },
      );
