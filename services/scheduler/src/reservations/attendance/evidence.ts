import type { DeviceUse } from '@berth/contracts/agent/messages';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';

/** What one host's agent says about the devices of a booking. */
export interface HostTestimony {
  readonly hostId: string;
  readonly uuids: readonly string[];
  readonly answer: Result<readonly DeviceUse[], Rejection>;
}

export type Evidence =
  | { readonly kind: 'used'; readonly processes: number }
  /** Somebody may be using it: it counts as used, and is looked at again. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Every host has answered, every device is known, and no process is the holder's. */
  | { readonly kind: 'unused'; readonly others: number };

/**
 * Whether the holder's processes use booked devices.
 * @param isHolders whether an account on a host is the holder's
 */
export function judge(
  testimonies: readonly HostTestimony[],
  isHolders: (hostId: string, account: string) => boolean,
): Evidence {
  let [own, others] = [0, 0];
  let doubt: string | undefined;
  for (const { hostId, uuids, answer } of testimonies) {
    if (!answer.ok) {
      doubt ??= answer.error.message;
      continue;
    }
    for (const uuid of uuids) {
      const use = answer.value.find((each) => each.uuid === uuid);
      if (!use?.known) doubt ??= use?.why ?? `its agent says nothing about ${uuid}`;
      for (const { pid, account } of use?.processes ?? []) {
        if (account === undefined) doubt ??= `nobody knows whose process ${pid} is`;
        else if (isHolders(hostId, account)) own += 1;
        else others += 1;
      }
    }
  }
  if (own > 0) return { kind: 'used', processes: own };
  return doubt === undefined ? { kind: 'unused', others } : { kind: 'unknown', why: doubt };
}
