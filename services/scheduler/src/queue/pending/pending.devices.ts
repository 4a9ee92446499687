import type { PendingReason } from '@berth/contracts/scheduler/views';
import { claimsOn, type Claim } from '../../calendar/agenda.js';
import { slotsTaken, type Calendar } from '../../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../../facts/host.facts.js';
import { blocks, timed } from '../../placement/placement-request.js';
import { suits, type Demand } from '../../placement/demand.js';
import { describeDemand } from './unfit-reasons.js';
import { sum, waits } from './pending-reason.js';
import { formatInstant } from '@berth/kernel/words';
import type { PendingSituation } from './pending.situation.js';

/** Devices that are idle now, though they may be claimed. */
export const freeOn = (host: HostFact, demand: Demand, calendar: Calendar): number =>
  host.devices.filter((device) => isIdle(device, demand, calendar)).length;

const isIdle = (device: DeviceFact, demand: Demand, calendar: Calendar): boolean =>
  suits(device, demand) &&
  device.state === 'available' &&
  slotsTaken(calendar, device.uuid, demand.class) + demand.slots <= device.limits[demand.class];

/** Why no host has enough devices for it now: used ones, reserved ones, and those in maintenance. */
export function deviceReasons(situation: PendingSituation, open: readonly HostFact[]): PendingReason[] {
  const { demand, calendar } = situation;
  const idleByHost = open.map((host) => freeOn(host, demand, calendar));
  const claims = open.map((host) => claimsAgainst(situation, host));
  const freeByHost = idleByHost.map((idle, index) => idle - (claims[index]?.length ?? 0));
  const maxFreeOnOneHost = Math.max(...freeByHost);
  if (maxFreeOnOneHost >= demand.count) return [];
  const free = sum(freeByHost, (count) => count);
  const suiting = open.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const outOfService = suiting.filter((device) => device.state !== 'available').length;
  const needed = { needed: demand.count, suiting: suiting.length, free, maxFreeOnOneHost };
  const what = `needs ${describeDemand(demand)}: ${free} of ${suiting.length} free`;
  const scattered = free >= demand.count ? `, at most ${maxFreeOnOneHost} on one host` : '';
  const broken = outOfService > 0 ? `, ${outOfService} out of service` : '';
  const claimed = claims.flat();
  const reserved = claimed.filter(({ kind }) => kind !== 'maintenance');
  const maintained = claimed.filter(({ kind }) => kind === 'maintenance');
  const reasons: PendingReason[] = [];
  if (reserved.length > 0)
    reasons.push(
      waits('RESERVED', `${what}${scattered}, ${describeReserved(situation, reserved)}`, {
        ...needed,
        reserved: reserved.length,
      }),
    );
  if (maintained.length > 0)
    reasons.push(
      waits(
        'MAINTENANCE',
        `${what}${scattered}, ${maintained.length} in maintenance ${whenOf(situation, maintained)}`,
        {
          ...needed,
          inMaintenance: maintained.length,
        },
      ),
    );
  if (Math.max(...idleByHost) < demand.count)
    reasons.push(waits('DEVICES_BUSY', `${what}${scattered}${broken}`, { ...needed, outOfService }));
  return reasons;
}

/** Of each idle device of a host that is claimed for too early or too long: the first claim in the way. */
function claimsAgainst({ demand, request, calendar, now }: PendingSituation, host: HostFact): Claim[] {
  if (calendar.agenda.claimsOn.size === 0) return [];
  const nowMs = Date.parse(now);
  return host.devices.flatMap((device) => {
    if (!isIdle(device, demand, calendar)) return [];
    const claims = claimsOn(calendar.agenda, host.hostId, device.uuid);
    return claims.find((claim) => blocks(timed(claim), request, nowMs)) ?? [];
  });
}

function describeReserved(situation: PendingSituation, reserved: readonly Claim[]): string {
  const projects = new Set(reserved.map(({ projectId }) => projectId));
  const [projectId] = projects;
  const name = projects.size === 1 && projectId ? situation.projectName?.(projectId) : undefined;
  const whose = name === undefined ? 'a reservation' : `a reservation of the project "${name}"`;
  return `${reserved.length} reserved ${whenOf(situation, reserved)} by ${whose}`;
}

/** Until when, for what is under way; else from when, which is before the job would be over. */
function whenOf({ now, request }: PendingSituation, claims: readonly Claim[]): string {
  const underWay = claims.filter(({ from }) => from <= now).map(({ until }) => until);
  const [first] = underWay.sort();
  if (first !== undefined) return `until ${formatInstant(first)}`;
  const [next = now] = claims.map(({ from }) => from).sort();
  const minutes = Math.round(request.lengthMs / 60_000);
  return `from ${formatInstant(next)}, before its time limit of ${minutes} minutes ends,`;
}
