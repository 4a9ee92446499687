import type { PendingReason } from '@berth/contracts/scheduler/views';
import { cpuPlace, slotsTaken, useOfHost, type Calendar } from '../../calendar/calendar.js';
import { closedBy, isGone, type HostFact } from '../../facts/host.facts.js';
import { couldHold, suits, type Demand } from '../../placement/demand.js';
import { describeCpuAndMemory, describeDemand } from './unfit-reasons.js';
import { gbOf } from '../../placement/gigabytes.js';
import { sum, waits } from './pending-reason.js';
import { many } from '@berth/kernel/words';
import { deviceReasons, freeOn } from './pending.devices.js';
import type { PendingSituation } from './pending.situation.js';

/** What is in the way on the hosts where it would fit. */
export function hostReasons(situation: PendingSituation): PendingReason[] {
  const { demand, hosts, isSchedulable } = situation;
  const fitting = hosts.filter((host) => couldHold(host, demand));
  if (fitting.length === 0) return [];
  const open = fitting.filter(isSchedulable);
  if (open.length === 0) {
    const would = `${many(fitting.length, 'host')} would fit`;
    const numbers = { fitting: fitting.length, schedulable: 0 };
    return [waits('HOSTS_UNAVAILABLE', `${would}, but ${whyClosed(situation, fitting)}`, numbers)];
  }
  const others = open.filter(({ hostId }) => !demand.avoid?.has(hostId));
  const isAvoiding = others.length > 0 && others.length < open.length;
  const reasons = reasonsOn(situation, isAvoiding ? others : open, fitting.length);
  const closed = fitting.filter((host) => !isSchedulable(host));
  return [
    ...(isAvoiding ? [elsewhereReason(situation, open)] : []),
    ...withClosed(reasons, problemsOf(situation, closed)),
  ];
}

/** What is busy is not all there is: other hosts would fit, and take no work for a reason of their own. */
function withClosed(reasons: readonly PendingReason[], problems: readonly string[]): PendingReason[] {
  const [first, ...rest] = reasons;
  if (!first || problems.length === 0) return [...reasons];
  const message = `${first.message}; other hosts would fit, but take no work now: ${summarise(problems)}`;
  return [{ ...first, message }, ...rest];
}

/** It could not be started where it might go, and waits for another. */
function elsewhereReason(
  { demand, avoidsUntil, now }: PendingSituation,
  open: readonly HostFact[],
): PendingReason {
  const avoided = open.filter(({ hostId }) => demand.avoid?.has(hostId)).map(({ name }) => name);
  const seconds = Math.max(0, Math.ceil((Date.parse(avoidsUntil ?? now) - Date.parse(now)) / 1000));
  const message = `it could not be started on ${avoided.slice(0, MAX_NAMED).join(', ')}, and waits up to ${seconds} s for another host`;
  return waits('BACKING_OFF', message, { seconds });
}

function reasonsOn(situation: PendingSituation, open: readonly HostFact[], fitting: number): PendingReason[] {
  const { demand, calendar } = situation;
  if (demand.count > 0) {
    const inService = Math.max(...open.map((host) => inServiceOn(host, demand)));
    if (inService < demand.count) return [outOfService(demand, inService, fitting, open)];
    const reasons = deviceReasons(situation, open);
    if (reasons.length > 0) return reasons;
  }
  const busy = demand.count === 0 ? slotReason(demand, open, calendar) : undefined;
  if (busy) return [busy];
  return roomReason(demand, open, calendar);
}

/** So many hosts are named with what is wrong with them. */
const MAX_NAMED = 3;

function whyClosed(situation: PendingSituation, fitting: readonly HostFact[]): string {
  const problems = problemsOf(situation, fitting);
  const otherwise = 'lost, stopped, cordoned or draining';
  if (problems.length === 0) return `none takes work now (${otherwise})`;
  const others = fitting.length > problems.length ? `; the others are ${otherwise}` : '';
  return `none takes work now: ${summarise(problems)}${others}`;
}

/** Of each host that has something wrong, its name and what that is. */
const problemsOf = ({ quarantine }: PendingSituation, hosts: readonly HostFact[]): readonly string[] =>
  hosts.flatMap((host) => {
    if (isGone(host)) return [];
    const why = [...closedBy(host).map(({ message }) => message), ...asList(quarantine?.(host.hostId))];
    return why.length > 0 ? [`${host.name}: ${why.join(', and ')}`] : [];
  });

function summarise(problems: readonly string[]): string {
  const more = problems.length - MAX_NAMED;
  return `${problems.slice(0, MAX_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

const asList = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

const inServiceOn = (host: HostFact, demand: Demand): number =>
  host.devices.filter((device) => device.state === 'available' && suits(device, demand)).length;

/** No end of a running job will free enough for it. */
function outOfService(
  demand: Demand,
  inService: number,
  fitting: number,
  open: readonly HostFact[],
): PendingReason {
  const message = `needs ${describeDemand(demand)}: ${inService} at most in service, the others are ${inWhichStates(open, demand)}`;
  return waits('HOSTS_UNAVAILABLE', message, { fitting, schedulable: 0, needed: demand.count, inService });
}

function inWhichStates(hosts: readonly HostFact[], demand: Demand): string {
  const out = hosts.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const unreadable = hosts.flatMap(({ conditions = [] }) =>
    conditions.flatMap(({ kind, message }) => (kind === 'devicesUnreadable' ? [message] : [])),
  );
  const other = out.some(({ state }) => state === 'disabled' || state === 'error');
  const problems = out.some(({ state }) => state === 'unreadable')
    ? [`unreadable (${[...new Set(unreadable)].slice(0, MAX_NAMED).join('; ')})`]
    : [];
  return [...(other ? ['disabled or in error'] : []), ...problems].join(', or ');
}

function slotReason(
  demand: Demand,
  open: readonly HostFact[],
  calendar: Calendar,
): PendingReason | undefined {
  const slots = sum(open, (host) => host.cpuLimits[demand.class]);
  const taken = sum(open, (host) => slotsTaken(calendar, cpuPlace(host.hostId), demand.class));
  if (taken < slots) return undefined;
  const message = `needs a CPU slot for ${demand.class}: ${taken} of ${slots} are taken`;
  return waits('SLOTS_BUSY', message, { slots, taken, free: 0 });
}

/** Devices are free, but no host with free devices has enough CPU and memory left. */
function roomReason(demand: Demand, open: readonly HostFact[], calendar: Calendar): PendingReason[] {
  if (demand.vcpus === 0 && demand.ramMiB === 0) return [];
  const rooms = open
    .filter((host) => demand.count === 0 || freeOn(host, demand, calendar) >= demand.count)
    .map((host) => {
      const use = useOfHost(calendar, host.hostId);
      return { vcpus: host.cpuCores - use.vcpus, ramMiB: host.memoryMiB - use.ramMiB };
    });
  if (rooms.some(({ vcpus, ramMiB }) => vcpus >= demand.vcpus && ramMiB >= demand.ramMiB)) return [];
  const vcpusFree = Math.max(0, ...rooms.map(({ vcpus }) => vcpus));
  const ramMiBFree = Math.max(0, ...rooms.map(({ ramMiB }) => ramMiB));
  const numbers = { vcpus: demand.vcpus, vcpusFree, ramMiB: Math.ceil(demand.ramMiB), ramMiBFree };
  const message = `needs ${describeCpuAndMemory(demand)} in addition; a host has at most ${many(vcpusFree, 'vCPU')} and ${gbOf(ramMiBFree)} GB free`;
  return [waits('SLOTS_BUSY', message, numbers)];
}
