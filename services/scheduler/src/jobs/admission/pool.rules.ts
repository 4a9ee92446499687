import { reject } from '@berth/kernel/rejection';
import { mismatchOn, unfitReason, unfitTogether } from '../../queue/pending/never.js';
import { many } from '@berth/kernel/words';
import type { AdmissionRule } from './submission.js';

export const timeLimitRule: AdmissionRule = ({ input, entitlement }) => {
  const longest = entitlement.longestHours * 60;
  if (input.timeoutMinutes <= longest) return undefined;
  return reject(
    'VALIDATION_FAILED',
    `timeoutMinutes: your grant allows ${many(longest, 'minute')} at most`,
    'timeoutMinutes',
    { longest },
  );
};

/** "Can never run here" is said at once, "waits" only later, also where it waits for hosts that are not known yet. */
export const fitRule: AdmissionRule = ({ demand, hosts, hostsAreCurrent = true, now }) => {
  const never = unfitReason(demand, hosts, now);
  if (never?.kind !== 'never' || !hostsAreCurrent) return undefined;
  const { mostCores = 0, mostRamMiB = 0 } = never.numbers;
  const field =
    demand.vcpus > mostCores
      ? 'vcpus'
      : demand.ramMiB > mostRamMiB
        ? 'ramGb'
        : (mismatchOn(demand, hosts)?.field ?? (demand.device ? 'gpus.device' : 'gpus.count'));
  return reject('CAN_NEVER_RUN', `${field}: ${never.message}`, field, never.numbers);
};

/** All of a gang must have room at the same time. */
export const gangRule: AdmissionRule = ({ demand, gangSize = 1, hosts, hostsAreCurrent = true, now }) => {
  const never = gangSize > 1 ? unfitTogether(demand, gangSize, hosts, now) : undefined;
  if (never?.kind !== 'never' || !hostsAreCurrent) return undefined;
  return reject('CAN_NEVER_RUN', `gang: ${never.message}`, 'gang', never.numbers);
};

export const queueLimitRule: AdmissionRule = ({ pool, waiting }) =>
  waiting < pool.maxQueuedPerUser
    ? undefined
    : reject(
        'QUEUE_FULL',
        `pool: you have ${many(waiting, 'job')} waiting in "${pool.name}", which is all it takes of one user; wait, or cancel some`,
        'pool',
        { waiting, limit: pool.maxQueuedPerUser },
      );
