import type { PendingReason } from '@berth/contracts/scheduler/views';
import { cpuPlace, slotsTaken, useOfHost, type Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { couldHold, suits, type Demand } from '../placement/demand.js';
import { describeDemand, neverReason } from './never.js';

export interface PendingSituation {
  readonly jobId: string;
  readonly demand: Demand;
  /** Whether its submitter and project may still use the pool. */
  readonly granted: boolean;
  /** All hosts of the pool, whatever their state. */
  readonly hosts: readonly HostFact[];
  readonly offered: (host: HostFact) => boolean;
  readonly calendar: Calendar;
  /** 0 is next. */
  readonly position: number;
  readonly notBefore: string | null;
  readonly now: string;
}

/** Every reason that holds, the most telling first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const { jobId, calendar, granted, demand, hosts, position, notBefore, now } = situation;
  if (calendar.leaseOfJob.has(jobId))
    return [waits('ABOUT_TO_START', 'it has its devices and is about to start', {})];
  const reasons: PendingReason[] = [];
  const never = granted ? neverReason(demand, hosts) : NOT_GRANTED;
  if (never) reasons.push(never);
  if (notBefore !== null && notBefore > now) {
    const seconds = Math.ceil((Date.parse(notBefore) - Date.parse(now)) / 1000);
    reasons.push(waits('BACKING_OFF', `waits ${seconds} s more before it is tried again`, { seconds }));
  }
  reasons.push(...hostReasons(situation));
  if (position > 0) {
    const ahead = `${position} job${position === 1 ? ' is' : 's are'} ahead in the queue`;
    reasons.push(waits('BEHIND_OTHERS', ahead, { ahead: position }));
  }
  if (reasons.length > 0) return reasons;
  return [waits('ABOUT_TO_START', 'what it needs is free; it is about to be placed', {})];
}

const NOT_GRANTED: PendingReason = {
  code: 'CAN_NEVER_RUN',
  kind: 'never',
  message: 'neither its submitter nor its project has a grant for the pool any more',
  numbers: { grants: 0 },
};

function hostReasons({ demand, hosts, offered, calendar }: PendingSituation): PendingReason[] {
  const fitting = hosts.filter((host) => couldHold(host, demand));
  if (fitting.length === 0) return [];
  const open = fitting.filter(offered);
  if (open.length === 0) {
    const would = `${fitting.length} host${fitting.length === 1 ? '' : 's'} would fit`;
    const numbers = { fitting: fitting.length, offered: 0 };
    const why = 'none takes work now (lost, stopped, cordoned or draining)';
    return [waits('HOSTS_UNAVAILABLE', `${would}, but ${why}`, numbers)];
  }
  const busy = demand.count === 0 ? slotReason(demand, open, calendar) : deviceReason(demand, open, calendar);
  if (busy) return [busy];
  return roomReason(demand, open, calendar);
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

function deviceReason(
  demand: Demand,
  open: readonly HostFact[],
  calendar: Calendar,
): PendingReason | undefined {
  const suiting = open.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const outOfService = suiting.filter((device) => device.state !== 'available').length;
  const freeByHost = open.map((host) => freeOn(host, demand, calendar));
  const free = sum(freeByHost, (count) => count);
  const mostFreeOnOneHost = Math.max(...freeByHost);
  if (mostFreeOnOneHost >= demand.count) return undefined;
  const scattered = free >= demand.count ? `, ${mostFreeOnOneHost} at most on one host` : '';
  const broken = outOfService > 0 ? `, ${outOfService} out of service` : '';
  return waits(
    'DEVICES_BUSY',
    `needs ${describeDemand(demand)}: ${free} of ${suiting.length} free${scattered}${broken}`,
    { needed: demand.count, suiting: suiting.length, free, mostFreeOnOneHost, outOfService },
  );
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
  const numbers = { vcpus: demand.vcpus, vcpusFree, ramMiB: demand.ramMiB, ramMiBFree };
  const message = `needs ${demand.vcpus} vCPUs and ${demand.ramMiB} MiB of RAM beside; one host has ${vcpusFree} and ${ramMiBFree} at most`;
  return [waits('SLOTS_BUSY', message, numbers)];
}

const freeOn = (host: HostFact, demand: Demand, calendar: Calendar): number =>
  host.devices.filter(
    (device) =>
      suits(device, demand) &&
      device.state === 'available' &&
      slotsTaken(calendar, device.uuid, demand.class) < device.limits[demand.class],
  ).length;

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const waits = (
  code: PendingReason['code'],
  message: string,
  numbers: PendingReason['numbers'],
): PendingReason => ({ code, kind: 'waits', message, numbers });
