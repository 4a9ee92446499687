import { reject } from '@berth/kernel/rejection';
import { neverReason } from '../queue/pending.js';
import type { AdmissionRule } from './submission.js';

export const timeLimitRule: AdmissionRule = ({ input, entitlement }) => {
  const longest = entitlement.longestHours * 60;
  if (input.timeoutMinutes <= longest) return undefined;
  return reject(
    'VALIDATION_FAILED',
    `timeoutMinutes: your grant allows ${longest} minutes at most`,
    'timeoutMinutes',
    { longest },
  );
};

/** "Can never run here" is said at once, "waits" only later. */
export const fitRule: AdmissionRule = ({ demand, hosts, input }) => {
  const never = neverReason(demand, hosts);
  if (!never) return undefined;
  const field =
    hosts.length === 0
      ? 'pool'
      : demand.vcpus > (never.numbers['mostCores'] ?? 0)
        ? 'vcpus'
        : demand.ramMiB > (never.numbers['mostRamMiB'] ?? 0)
          ? 'ramGb'
          : gpuField(input.gpus);
  return reject('CAN_NEVER_RUN', `${field}: ${never.message}`, field, never.numbers);
};

const gpuField = (gpus: {
  readonly model?: string | undefined;
  readonly memoryGb?: number | undefined;
}): string =>
  gpus.model !== undefined ? 'gpus.model' : gpus.memoryGb !== undefined ? 'gpus.memoryGb' : 'gpus.count';

export const queueLimitRule: AdmissionRule = ({ pool, waiting }) =>
  waiting < pool.maxQueuedPerUser
    ? undefined
    : reject(
        'QUEUE_FULL',
        `pool: you have ${waiting} jobs waiting in "${pool.name}", which is all it takes of one user; wait, or cancel some`,
        'pool',
        { waiting, limit: pool.maxQueuedPerUser },
      );
