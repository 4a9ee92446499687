import {
  DEFAULT_GPU_LIMITS,
  type DeviceFacts,
  type DeviceState,
  type SlotLimits,
} from '@berth/contracts/inventory/events';

export type HostDevice = DeviceFacts & {
  readonly state: DeviceState;
  readonly stateReason?: string;
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
      limits: before?.limits ?? DEFAULT_GPU_LIMITS,
      missing: false,
    };
  });
  const gone = known.filter(({ uuid }) => !reported.some((facts) => facts.uuid === uuid));
  return [...found, ...gone.map((device) => ({ ...device, missing: true }))];
}

/** In one order, so that the same devices make the same report. What was simulated once stays marked, whatever the agent says. */
export function inReportOrder(
  reported: readonly DeviceFacts[],
  known: readonly HostDevice[],
): readonly DeviceFacts[] {
  return reported
    .map((facts) => ({ ...facts, simulated: isSimulated(facts, known) }))
    .sort((a, b) => a.index - b.index || (a.uuid < b.uuid ? -1 : 1));
}

function isSimulated(facts: DeviceFacts, known: readonly HostDevice[]): boolean {
  return (
    facts.simulated ||
    facts.uuid.startsWith('SIM-') ||
    known.some(({ uuid, simulated }) => uuid === facts.uuid && simulated)
  );
}
