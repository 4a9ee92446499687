import type { PendingReason } from '@berth/contracts/scheduler/views';
import { claimsOn, type Claim } from '../../calendar/agenda.js';
import { slotsTaken, type Calendar } from '../../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../../facts/host.facts.js';
import { blocks, timed } from '../../placement/ask.js';
import { suits, type Demand } from '../../placement/demand.js';
import { describeDemand } from './never.js';
import { sum, waits } from './pending-reason.js';
import { inWords } from '@berth/kernel/words';
import type { PendingSituation } from './pending.situation.js';

/** Devices that nobody uses now, though somebody may have claimed them. */
export const freeOn = (host: HostFact, demand: Demand, calendar: Calendar): number =>
  host.devices.filter((device) => isIdle(device, demand, calendar)).length;

const isIdle = (device: DeviceFact, demand: Demand, calendar: Calendar): boolean =>
  suits(device, demand) &&
  device.state === 'available' &&
  slotsTaken(calendar, device.uuid, demand.class) + demand.slots <= device.limits[demand.class];

/** Why no host has enough devices for it now: used ones, booked ones, and those in maintenance. */
export function deviceReasons(situation: PendingSituation, open: readonly HostFact[]): PendingReason[] {
  const { demand, calendar } = situation;
  const idleByHost = open.map((host) => freeOn(host, demand, calendar));
  const claims = open.map((host) => claimsAgainst(situation, host));
  const freeByHost = idleByHost.map((idle, index) => idle - (claims[index]?.length ?? 0));
  const mostFreeOnOneHost = Math.max(...freeByHost);
  if (mostFreeOnOneHost >= demand.count) return [];
  const free = sum(freeByHost, (count) => count);
  const suiting = open.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const outOfService = suiting.filter((device) => device.state !== 'available').length;
  const needed = { needed: demand.count, suiting: suiting.length, free, mostFreeOnOneHost };
  const what = `needs ${describeDemand(demand)}: ${free} of ${suiting.length} free`;
  const scattered = free >= demand.count ? `, ${mostFreeOnOneHost} at most on one host` : '';
  const broken = outOfService > 0 ? `, ${outOfService} out of service` : '';
  const claimed = claims.flat();
  const booked = claimed.filter(({ kind }) => kind !== 'maintenance');
  const maintained = claimed.filter(({ kind }) => kind === 'maintenance');
  const reasons: PendingReason[] = [];
  if (booked.length > 0)
    reasons.push(
      waits('RESERVED', `${what}${scattered}, ${bookedWords(situation, booked)}`, {
        ...needed,
        booked: booked.length,
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
function claimsAgainst({ demand, ask, calendar, now }: PendingSituation, host: HostFact): Claim[] {
  if (calendar.agenda.claimsOn.size === 0) return [];
  const nowMs = Date.parse(now);
  return host.devices.flatMap((device) => {
    if (!isIdle(device, demand, calendar)) return [];
    const claims = claimsOn(calendar.agenda, host.hostId, device.uuid);
    return claims.find((claim) => blocks(timed(claim), ask, nowMs)) ?? [];
  });
}

function bookedWords(situation: PendingSituation, booked: readonly Claim[]): string {
  const projects = new Set(booked.map(({ projectId }) => projectId));
  const [projectId] = projects;
  const name = projects.size === 1 && projectId ? situation.projectName?.(projectId) : undefined;
  const whose = name === undefined ? 'a reservation' : `a reservation of the project "${name}"`;
  return `${booked.length} booked ${whenOf(situation, booked)} by ${whose}`;
}

/** Until when, for what is under way; else from when, which is before the job would be over. */
function whenOf({ now, ask }: PendingSituation, claims: readonly Claim[]): string {
  const underWay = claims.filter(({ from }) => from <= now).map(({ until }) => until);
  const [first] = underWay.sort();
  if (first !== undefined) return `until ${inWords(first)}`;
  const [next = now] = claims.map(({ from }) => from).sort();
  const minutes = Math.round(ask.lengthMs / 60_000);
  return `from ${inWords(next)}, before the ${minutes} minutes that it may take are over,`;
}
