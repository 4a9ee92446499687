import type { PendingReason } from '@berth/contracts/scheduler/views';
import { cpuPlace, slotsTaken, type Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { couldHold, suits, type Demand } from '../placement/demand.js';

export interface PendingSituation {
  readonly demand: Demand;
  /** All hosts of the pool, whatever their state. */
  readonly hosts: readonly HostFact[];
  readonly offered: (host: HostFact) => boolean;
  readonly calendar: Calendar;
  /** 0 is next. */
  readonly position: number;
  readonly notBefore: string | null;
  readonly now: string;
}

const describe = ({ count, model, memoryMiB, index }: Demand): string => {
  if (count === 0) return 'a CPU slot';
  const what = index === undefined ? (model ?? 'GPU') : `device cuda:${index}`;
  return `${count} x ${what}${memoryMiB > 0 ? ` with ${memoryMiB / 1024} GB` : ''} on one host`;
};

/** Every reason that holds, the most telling first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const reasons: PendingReason[] = [];
  const never = neverReason(situation.demand, situation.hosts);
  if (never) reasons.push(never);
  if (situation.notBefore !== null && situation.notBefore > situation.now) {
    const seconds = Math.ceil((Date.parse(situation.notBefore) - Date.parse(situation.now)) / 1000);
    reasons.push(waits('BACKING_OFF', `waits ${seconds} s more before it is tried again`, { seconds }));
  }
  reasons.push(...hostReasons(situation));
  const { position } = situation;
  if (position > 0)
    reasons.push(
      waits('BEHIND_OTHERS', `${position} job${position === 1 ? ' is' : 's are'} ahead in the queue`, {
        ahead: position,
      }),
    );
  if (reasons.length === 0)
    reasons.push(waits('ABOUT_TO_START', 'what it needs is free; it is about to be placed', {}));
  return reasons;
}

/** Undefined where some host of the pool could hold it once idle. Also asked at submission. */
export function neverReason(demand: Demand, hosts: readonly HostFact[]): PendingReason | undefined {
  if (hosts.some((host) => couldHold(host, demand))) return undefined;
  const most = Math.max(
    0,
    ...hosts.map((host) => host.devices.filter((device) => suits(device, demand)).length),
  );
  const cores = Math.max(0, ...hosts.map((host) => host.cpuCores));
  const memory = Math.max(0, ...hosts.map((host) => host.memoryMiB));
  const numbers = {
    needed: demand.count,
    mostOnOneHost: most,
    hosts: hosts.length,
    mostCores: cores,
    mostRamMiB: memory,
  };
  const problem =
    hosts.length === 0
      ? 'the pool has no host'
      : demand.vcpus > cores
        ? `needs ${demand.vcpus} vCPUs, the largest host has ${cores}`
        : demand.ramMiB > memory
          ? `needs ${demand.ramMiB} MiB of RAM, the largest host has ${memory}`
          : `needs ${describe(demand)}, the most that one host has is ${most}`;
  return { code: 'CAN_NEVER_RUN', kind: 'never', message: problem, numbers };
}

function hostReasons({ demand, hosts, offered, calendar }: PendingSituation): PendingReason[] {
  const fitting = hosts.filter((host) => couldHold(host, demand));
  const open = fitting.filter(offered);
  const reasons: PendingReason[] = [];
  if (fitting.length > 0 && open.length === 0) {
    const numbers = { fitting: fitting.length, offered: 0 };
    reasons.push(
      waits(
        'HOSTS_UNAVAILABLE',
        `${fitting.length} host${fitting.length === 1 ? '' : 's'} would fit, but none takes work now (lost, stopped, cordoned or draining)`,
        numbers,
      ),
    );
  }
  if (open.length === 0) return reasons;
  if (demand.count === 0) {
    const slots = sum(open, (host) => host.cpuLimits[demand.class]);
    const taken = sum(open, (host) => slotsTaken(calendar, cpuPlace(host.hostId), demand.class));
    if (taken >= slots)
      reasons.push(
        waits('SLOTS_BUSY', `needs a CPU slot for ${demand.class}: ${taken} of ${slots} are taken`, {
          slots,
          taken,
          free: 0,
        }),
      );
    return reasons;
  }
  const suiting = open.flatMap((host) => host.devices.filter((device) => suits(device, demand)));
  const broken = suiting.filter((device) => device.state !== 'available').length;
  const free = suiting.filter(
    (device) =>
      device.state === 'available' &&
      slotsTaken(calendar, device.uuid, demand.class) < device.limits[demand.class],
  ).length;
  const mostFree = Math.max(0, ...open.map((host) => freeOn(host, demand, calendar)));
  if (mostFree < demand.count) {
    const numbers = {
      needed: demand.count,
      suiting: suiting.length,
      free,
      mostFreeOnOneHost: mostFree,
      outOfService: broken,
    };
    const scattered = free >= demand.count ? `, ${mostFree} at most on one host` : '';
    reasons.push(
      waits(
        'DEVICES_BUSY',
        `needs ${describe(demand)}: ${free} of ${suiting.length} free${scattered}${broken > 0 ? `, ${broken} out of service` : ''}`,
        numbers,
      ),
    );
  }
  return reasons;
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
