import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import {
  hostRollupsQuery,
  rollupsQuery,
  type DeviceRollup,
  type HostSampleView,
} from '@berth/contracts/telemetry/operations';
import { reject, RejectedError } from '@berth/kernel/rejection';
import type { Calls } from '../graphql/calls.js';

export interface Window {
  readonly hostId: string;
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
/** A week of half-hours of all devices of a host is a few thousand rows. */
const MAX_DAYS = 7;

/** @throws RejectedError NOT_FOUND for a host that the caller may not see; VALIDATION_FAILED for a window that is none */
export async function deviceUsageHistory(calls: Calls, window: Window): Promise<readonly DeviceRollup[]> {
  checkWindow(window);
  const { hostId, from, to } = window;
  const [host] = await calls.query(hostsByIdQuery, { ids: [hostId] });
  if (!host)
    throw new RejectedError(reject('NOT_FOUND', 'there is no such host, or you may not see it', 'host'));
  const uuids = host.devices.map(({ uuid }) => uuid);
  if (uuids.length === 0) return [];
  const buckets = await calls.query(rollupsQuery, { uuids, from, to });
  // Excludes buckets in which the device was in another host.
  return buckets.filter((bucket) => bucket.hostId === hostId);
}

/** @throws RejectedError FORBIDDEN for members, as telemetry decides; VALIDATION_FAILED for a window that is none */
export async function hostUsageHistory(calls: Calls, window: Window): Promise<readonly HostSampleView[]> {
  checkWindow(window);
  const { hostId, from, to } = window;
  return calls.query(hostRollupsQuery, { hostIds: [hostId], from, to });
}

function checkWindow({ from, to }: Window): void {
  const ms = Date.parse(to) - Date.parse(from);
  if (ms > 0 && ms <= MAX_DAYS * DAY_MS) return;
  throw new RejectedError(
    reject('VALIDATION_FAILED', `to: must be after from, and at most ${MAX_DAYS} days later`, 'to', {
      days: MAX_DAYS,
    }),
  );
}
