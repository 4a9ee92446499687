import { reject } from '@berth/kernel/rejection';
import type { AdmissionRule } from './submission.js';

export const commandRule: AdmissionRule = ({ input }) =>
  (input.command[0] ?? '').trim() === '' && (input.image === undefined || input.command.length > 0)
    ? reject('VALIDATION_FAILED', 'command: is required, for example ["python3", "train.py"]', 'command')
    : undefined;

/** Hosts run processes; executors for containers will let pools take images. */
export const imageRule: AdmissionRule = ({ input, pool }) =>
  input.image === undefined
    ? undefined
    : reject(
        'CAN_NEVER_RUN',
        `image: no host of the pool "${pool.name}" can run containers; give a command instead`,
        'image',
      );

export const backoffRule: AdmissionRule = ({ input }) => {
  const { backoffSeconds, maxBackoffSeconds } = input.retry;
  if (maxBackoffSeconds === undefined || maxBackoffSeconds >= (backoffSeconds ?? 0)) return undefined;
  const message = 'retry.maxBackoffSeconds: must be at least backoffSeconds';
  return reject('VALIDATION_FAILED', message, 'retry.maxBackoffSeconds', {
    backoffSeconds: backoffSeconds ?? 0,
  });
};

/** "cuda:1" says which device only where one host is meant. */
export const hostGivenDeviceRule: AdmissionRule = ({ demand, hosts, input }) =>
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
