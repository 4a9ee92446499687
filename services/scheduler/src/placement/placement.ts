import { defined } from '@berth/kernel/defined';
import type { PlacementDecision } from '@berth/contracts/scheduler/events';
import type { Candidate, Quota, Placement, PlanOptions } from './planned.js';
import type { Option } from './options.js';
import type { PlacementRequest } from './placement-request.js';
import { yieldsAfterMs } from './placement-requests.js';

export interface DecisionFacts {
  readonly window: string | undefined;
  readonly gangSize: number;
  /** The candidates before it that must wait. */
  readonly waitingAhead: number;
  readonly needed: number;
  /** Devices of its host that were free for its class. */
  readonly freeOnHost: number;
  readonly host: string;
  readonly until: string;
  readonly waitedSeconds: number;
}

/** Why a job got its place when it did: kept in its history. */
function decisionOf(facts: DecisionFacts): PlacementDecision {
  const { window, gangSize, waitingAhead, needed, freeOnHost, host, until, waitedSeconds } = facts;
  const what = needed === 0 ? `a CPU slot of ${host}` : `${needed} of ${freeOnHost} free devices of ${host}`;
  const numbers = { needed, freeOnHost, waitingAhead, waitedSeconds };
  if (window !== undefined)
    return { rule: 'reservation', message: `runs in a reservation of its holder, on ${what}`, numbers };
  if (gangSize > 1) {
    const message = `starts together with ${gangSize - 1} others, on ${what}`;
    return { rule: 'gang', message, numbers: { ...numbers, gangSize } };
  }
  if (waitingAhead > 0) {
    const message = `starts early (backfill) on ${what}: it ends by ${until}, and delays no job ahead of it`;
    return { rule: 'backfill', message, numbers };
  }
  return { rule: 'inOrder', message: `it is next in the queue, and ${what} match its requirements`, numbers };
}

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
    ...defined({ gangId }),
    ...(quota === 'borrowed' ? { borrowed: true } : {}),
  };
}
