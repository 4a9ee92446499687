import {
  DEFAULT_GPU_LIMITS,
  type DeviceFacts,
  type DeviceState,
  type SlotLimits,
} from '@berth/contracts/inventory/events';
import { defined } from '@berth/kernel/defined';

export type HostDevice = DeviceFacts & {
  readonly state: DeviceState;
  readonly stateReason?: string;
  /** Set to error by its agent: available again when the agent no longer reports the fault. */
  readonly byAgent?: boolean;
  /** Fault that an operator has overruled: it does not put the device in error again while it lasts. */
  readonly overruled?: string;
  readonly limits: SlotLimits;
  /** Was found once, and is not in the agent's latest report. */
  readonly missing: boolean;
};

/** Facts of a device are the agent's; state and limits are kept from one report to the next. */
export function mergeReport(
  known: readonly HostDevice[],
  reported: readonly DeviceFacts[],
): readonly HostDevice[] {
  const found = reported.map((facts): HostDevice => {
    const before = known.find(({ uuid }) => uuid === facts.uuid);
    return {
      ...facts,
      state: before?.state ?? 'available',
      stateReason: before?.stateReason,
      ...(before?.byAgent && { byAgent: true }),
      ...(before?.overruled !== undefined && { overruled: before.overruled }),
      limits: before?.limits ?? DEFAULT_GPU_LIMITS,
      missing: false,
    };
  });
  const gone = known.filter(({ uuid }) => !reported.some((facts) => facts.uuid === uuid));
  return [...found, ...gone.map((device) => ({ ...device, missing: true }))];
}

/** Facts as reported by its agent. */
export function factsOf(device: HostDevice): DeviceFacts {
  const { state: _, stateReason: _reason, byAgent: _by, overruled: _over, ...rest } = device;
  const { limits: _limits, missing: _missing, ...facts } = rest;
  return facts;
}

/** In one order, so that the same devices make the same report. What was simulated once stays marked, whatever the agent says. */
export function inReportOrder(
  reported: readonly DeviceFacts[],
  known: readonly HostDevice[],
): readonly DeviceFacts[] {
  return reported
    .map((facts) => ({ ...facts, simulated: isSimulated(facts, known) }))
    .sort((a, b) => rank(a) - rank(b) || a.index - b.index || (a.uuid < b.uuid ? -1 : 1));
}

/** A state that was set, by its agent or by a person, and what is remembered of the one before. */
export function withState(
  device: HostDevice,
  { state, reason, byAgent }: { state: DeviceState; reason?: string; byAgent?: boolean },
): HostDevice {
  const { byAgent: wasByAgent, overruled: _, stateReason, ...rest } = device;
  const overruled = state === 'available' && !byAgent && wasByAgent ? stateReason : undefined;
  return {
    ...rest,
    state,
    stateReason: reason,
    ...(byAgent && state === 'error' && { byAgent: true }),
    ...defined({ overruled }),
  };
}

/** Each with a number of its own: of two that say the same, the later in this order gets the next that is free. */
export function withOwnIndexes(devices: readonly DeviceFacts[]): readonly DeviceFacts[] {
  const taken = new Set<number>();
  return devices.map((device) => {
    let { index } = device;
    while (taken.has(index)) index += 1;
    taken.add(index);
    return { ...device, index };
  });
}

/** Real ones keep their numbers, whatever is simulated beside. */
const rank = ({ simulated }: DeviceFacts): number => Number(simulated);

function isSimulated(facts: DeviceFacts, known: readonly HostDevice[]): boolean {
  return (
    facts.simulated ||
    facts.uuid.startsWith('SIM-') ||
    known.some(({ uuid, simulated }) => uuid === facts.uuid && simulated)
  );
}
