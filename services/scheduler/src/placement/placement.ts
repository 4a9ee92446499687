import { yieldsAfterMs } from './asks.js';
import type { Ask } from './ask.js';
import type { Candidate, Quota } from './candidate.js';
import { decisionOf } from './decision.js';
import type { Option } from './options.js';
import type { Placement, PlanOptions } from './planned.js';

interface Terms extends Pick<PlanOptions, 'now' | 'policy'> {
  readonly ask: Ask;
  readonly quota: Quota;
  readonly gangId: string | undefined;
  readonly gangSize: number;
  readonly waitingAhead: number;
}

const at = (ms: number): string => new Date(ms).toISOString();

/** A place that was found, as the calendar is asked for it; the option is taken already. */
export function placementOf<C extends Candidate>(
  candidate: C,
  { line, devices }: Option,
  { now, policy, ask, quota, gangId, gangSize, waitingAhead }: Terms,
): Placement<C> {
  const { demand } = candidate;
  const nowMs = Date.parse(now);
  const yieldsAfter = yieldsAfterMs(candidate, policy);
  const yieldsFrom = ask.window?.untilMs ?? (yieldsAfter === null ? undefined : nowMs + yieldsAfter);
  const until = at(nowMs + ask.lengthMs);
  const freeNow = line.devices.filter(
    ({ device, place }) => device.state === 'available' && place.free(demand.class) >= demand.slots,
  ).length;
  const decision = decisionOf({
    window: ask.window?.reservationId,
    gangSize,
    waitingAhead,
    needed: demand.count,
    freeOnHost: freeNow + devices.length,
    host: line.host.name,
    until,
    waitedSeconds: Math.max(0, Math.round((nowMs - Date.parse(candidate.queuedAt)) / 1000)),
  });
  return {
    candidate,
    host: line.host,
    devices: devices.map(({ device: { uuid, index, model, simulated } }) => ({
      uuid,
      index,
      model,
      simulated,
    })),
    limits: demand.count > 0 ? devices.map(({ device }) => device.limits) : [line.host.cpuLimits],
    until,
    decision,
    ...(yieldsFrom === undefined ? {} : { yieldsFrom: at(yieldsFrom) }),
    ...(ask.window ? { reservationId: ask.window.reservationId } : {}),
    ...(gangId === undefined ? {} : { gangId }),
    ...(quota === 'borrowed' ? { borrowed: true } : {}),
  };
}
