import type { DeviceProcesses } from '@berth/contracts/agent/messages';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';

/** What one host's agent says about the devices of a reservation. */
export interface HostUsageReport {
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly answer: Result<readonly DeviceProcesses[], Rejection>;
}

export type UsageEvidence =
  | { readonly kind: 'used'; readonly processes: number }
  /** It may be in use: it counts as used, and is checked again. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Every host has answered, every device is known, and no process is the holder's. */
  | { readonly kind: 'unused'; readonly others: number };

/**
 * Whether the holder's processes use reserved devices.
 * @param isHolders whether an account on a host is the holder's
 */
export function assessUsage(
  reports: readonly HostUsageReport[],
  isHolders: (hostId: string, account: string) => boolean,
): UsageEvidence {
  let [own, others] = [0, 0];
  let uncertainty: string | undefined;
  for (const { hostId, uuids, answer } of reports) {
    if (!answer.ok) {
      uncertainty ??= answer.error.message;
      continue;
    }
    for (const uuid of uuids) {
      const use = answer.value.find((each) => each.uuid === uuid);
      if (!use?.known) uncertainty ??= use?.why ?? `its agent did not report device ${uuid}`;
      for (const { pid, account } of use?.processes ?? []) {
        if (account === undefined) uncertainty ??= `the owner of process ${pid} is unknown`;
        else if (isHolders(hostId, account)) own += 1;
        else others += 1;
      }
    }
  }
  if (own > 0) return { kind: 'used', processes: own };
  return uncertainty === undefined ? { kind: 'unused', others } : { kind: 'unknown', why: uncertainty };
}
