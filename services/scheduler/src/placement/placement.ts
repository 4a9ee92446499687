import { yieldsAfterMs } from './placement-requests.js';
import type { PlacementRequest } from './placement-request.js';
import type { Candidate, Quota } from './candidate.js';
import { decisionOf } from './decision.js';
import type { Option } from './options.js';
import type { Placement, PlanOptions } from './planned.js';

interface Terms extends Pick<PlanOptions, 'now' | 'policy'> {
  readonly request: PlacementRequest;
  readonly quota: Quota;
  readonly gangId: string | undefined;
  readonly gangSize: number;
  readonly waitingAhead: number;
}

const at = (ms: number): string => new Date(ms).toISOString();

/** A chosen place, as the lease request to the calendar; its option is allocated already. */
export function placementOf<C extends Candidate>(
  candidate: C,
  { hostCapacity, devices }: Option,
  { now, policy, request, quota, gangId, gangSize, waitingAhead }: Terms,
): Placement<C> {
  const { demand } = candidate;
  const nowMs = Date.parse(now);
  const yieldsAfter = yieldsAfterMs(candidate, policy);
  const yieldsFrom = request.window?.untilMs ?? (yieldsAfter === null ? undefined : nowMs + yieldsAfter);
  const until = at(nowMs + request.lengthMs);
  const freeNow = hostCapacity.devices.filter(
    ({ device, place }) => device.state === 'available' && place.free(demand.class) >= demand.slots,
  ).length;
  const decision = decisionOf({
    window: request.window?.reservationId,
    gangSize,
    waitingAhead,
    needed: demand.count,
    freeOnHost: freeNow + devices.length,
    host: hostCapacity.host.name,
    until,
    waitedSeconds: Math.max(0, Math.round((nowMs - Date.parse(candidate.queuedAt)) / 1000)),
  });
  return {
    candidate,
    host: hostCapacity.host,
    devices: devices.map(({ device: { uuid, index, model, simulated } }) => ({
      uuid,
      index,
      model,
      simulated,
    })),
    limits: demand.count > 0 ? devices.map(({ device }) => device.limits) : [hostCapacity.host.cpuLimits],
    until,
    decision,
    ...(yieldsFrom === undefined ? {} : { yieldsFrom: at(yieldsFrom) }),
    ...(request.window ? { reservationId: request.window.reservationId } : {}),
    ...(gangId === undefined ? {} : { gangId }),
    ...(quota === 'borrowed' ? { borrowed: true } : {}),
  };
}
