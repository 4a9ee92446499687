import type { PendingReason } from '@berth/contracts/scheduler/views';
import { cpuPlace, slotsTaken, useOfHost, type Calendar } from '../../calendar/calendar.js';
import { closedBy, isGone, type HostFact } from '../../facts/host.facts.js';
import { couldHold, suits, type Demand } from '../../placement/demand.js';
import { besideInWords, describeDemand } from './never.js';
import { gbOf } from '../../placement/gigabytes.js';
import { sum, waits } from './pending-reason.js';
import { many } from '@berth/kernel/words';
import { deviceReasons, freeOn } from './pending.devices.js';
import type { PendingSituation } from './pending.situation.js';

/** What is in the way on the hosts where it would fit. */
export function hostReasons(situation: PendingSituation): PendingReason[] {
  const { demand, hosts, offered } = situation;
  const fitting = hosts.filter((host) => couldHold(host, demand));
  if (fitting.length === 0) return [];
  const open = fitting.filter(offered);
  if (open.length === 0) {
    const would = `${many(fitting.length, 'host')} would fit`;
    const numbers = { fitting: fitting.length, offered: 0 };
    return [waits('HOSTS_UNAVAILABLE', `${would}, but ${whyClosed(situation, fitting)}`, numbers)];
  }
  const others = open.filter(({ hostId }) => !demand.avoid?.has(hostId));
  const isAvoiding = others.length > 0 && others.length < open.length;
  const reasons = reasonsOn(situation, isAvoiding ? others : open, fitting.length);
  const closed = fitting.filter((host) => !offered(host));
  return [
    ...(isAvoiding ? [elsewhereReason(situation, open)] : []),
    ...withClosed(reasons, saidOf(situation, closed)),
  ];
}

/** What is busy is not all there is: other hosts would fit, and take no work for a reason of their own. */
function withClosed(reasons: readonly PendingReason[], said: readonly string[]): PendingReason[] {
  const [first, ...rest] = reasons;
  if (!first || said.length === 0) return [...reasons];
  const message = `${first.message}; others would fit and take no work now: ${inShort(said)}`;
  return [{ ...first, message }, ...rest];
}

/** It could not be started where it might go, and waits for another. */
function elsewhereReason(
  { demand, avoidsUntil, now }: PendingSituation,
  open: readonly HostFact[],
): PendingReason {
  const avoided = open.filter(({ hostId }) => demand.avoid?.has(hostId)).map(({ name }) => name);
  const seconds = Math.max(0, Math.ceil((Date.parse(avoidsUntil ?? now) - Date.parse(now)) / 1000));
  const message = `it could not be started on ${avoided.slice(0, MOST_NAMED).join(', ')}, and waits for another host, ${seconds} s more at most`;
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
const MOST_NAMED = 3;

function whyClosed(situation: PendingSituation, fitting: readonly HostFact[]): string {
  const said = saidOf(situation, fitting);
  const elsewise = 'lost, stopped, cordoned or draining';
  if (said.length === 0) return `none takes work now (${elsewise})`;
  const others = fitting.length > said.length ? `; the others are ${elsewise}` : '';
  return `none takes work now: ${inShort(said)}${others}`;
}

/** Of each host that has something wrong, its name and what that is. */
const saidOf = ({ quarantine }: PendingSituation, hosts: readonly HostFact[]): readonly string[] =>
  hosts.flatMap((host) => {
    if (isGone(host)) return [];
    const why = [...closedBy(host).map(({ message }) => message), ...asList(quarantine?.(host.hostId))];
    return why.length > 0 ? [`${host.name}: ${why.join(', and ')}`] : [];
  });

function inShort(said: readonly string[]): string {
  const more = said.length - MOST_NAMED;
  return `${said.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more like that` : ''}`;
}

const asList = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

const inServiceOn = (host: HostFact, demand: Demand): number =>
  host.devices.filter((device) => device.state === 'available' && suits(device, demand)).length;

/** Nothing that runs will make room for it by ending. */
function outOfService(
  demand: Demand,
  inService: number,
  fitting: number,
  open: readonly HostFact[],
): PendingReason {
  const message = `needs ${describeDemand(demand)}: ${inService} in service at most, the others are ${inWhichStates(open, demand)}`;
  return waits('HOSTS_UNAVAILABLE', message, { fitting, offered: 0, needed: demand.count, inService });
}

function inWhichStates(hosts: readonly HostFact[], demand: Demand): string {
  const out = hosts.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const unreadable = hosts.flatMap(({ conditions = [] }) =>
    conditions.flatMap(({ kind, message }) => (kind === 'devicesUnreadable' ? [message] : [])),
  );
  const other = out.some(({ state }) => state === 'disabled' || state === 'error');
  const said = out.some(({ state }) => state === 'unreadable')
    ? [`unreadable (${[...new Set(unreadable)].slice(0, MOST_NAMED).join('; ')})`]
    : [];
  return [...(other ? ['disabled or in error'] : []), ...said].join(', or ');
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

/** Devices are free, but no host that has them has CPU and memory left beside. */
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
  const message = `needs ${besideInWords(demand)} beside; one host has ${many(vcpusFree, 'vCPU')} and ${gbOf(ramMiBFree)} GB free at most`;
  return [waits('SLOTS_BUSY', message, numbers)];
}
