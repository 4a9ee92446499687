import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { withReservation } from '@berth/scheduler/calendar/agenda';
import { emptyCalendar, withLease, type Calendar } from '@berth/scheduler/calendar/calendar';
import type { Entitlement } from '@berth/scheduler/facts/entitlement';
import type { Facts } from '@berth/scheduler/facts/facts';
import { candidatesOf, typicalDemands } from '@berth/scheduler/queue/order/candidates';
import { plan } from '@berth/scheduler/placement/plan';
import { JobQueueIndex } from '@berth/scheduler/queue/waiting/job-queue-index';
import { rankIn } from '@berth/scheduler/queue/order/queue-orders';
import { aReservation } from '@berth/scheduler/testing/calendar.fixtures';
import { aDevice, aHost, aQueuedJob, NOW, openTerms, poolId } from '@berth/scheduler/testing/fixtures';

const JOBS = 10_000;
const HOSTS = 125;
const DEVICES_A_HOST = 8;
const USERS = 100;
const RESERVATIONS = 200;
const MODELS = ['Tesla T4', 'NVIDIA A100-SXM4-80GB', 'NVIDIA H100', 'NVIDIA GeForce RTX 4090'];
const LIMITS = [10, 60, 240, 480, 1440, 2880];

const at = (minutes: number): string => addMs(NOW, minutes * 60_000);
const nth = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

const hosts = Array.from({ length: HOSTS }, (_, host) =>
  aHost(
    `host-${host}`,
    Array.from({ length: DEVICES_A_HOST }, (_device, index) => aDevice(index, { model: nth(MODELS, host) })),
  ),
);

/** Jobs of a hundred users that differ in count, model, memory, time limit and priority. */
const queueIndex = new JobQueueIndex(() => 0);
for (let index = 0; index < JOBS; index += 1) {
  const job = aQueuedJob(idFromName('job', String(index)), { submittedAt: at(-(JOBS - index)) });
  const model = index % 3 === 0 ? { model: nth(MODELS, index) } : {};
  const memory = index % 5 === 0 ? { memoryGb: 8 + (index % 2) * 4 } : {};
  const gpus = { count: 1 + (index % 7 === 0 ? index % 8 : 0), ...model, ...memory };
  const userId = idFromName('user', String(index % USERS));
  const projectId = idFromName('project', String(index % 20));
  const priority = 1 + ((index * 7) % 10);
  const spec = { ...job.spec, gpus, priority, timeoutMinutes: nth(LIMITS, index >> 3) };
  queueIndex.apply({ ...job, userId, projectId, spec });
}

const everything: Entitlement = {
  priority: 1,
  maxHours: Infinity,
  timeMultiplier: 1,
  devices: undefined,
};
const facts = {
  users: { get: () => undefined },
  projects: { get: () => undefined },
  entitlements: { of: () => everything },
} as unknown as Facts;

/** Every device is leased, all to end at different times. */
function everyDeviceLeased(): Calendar {
  let calendar = emptyCalendar;
  for (const [index, { hostId, uuid }] of devices.entries()) {
    calendar = withLease(calendar, {
      ...openTerms,
      leaseId: `lease ${index}`,
      jobId: `held ${index}`,
      projectId: 'p',
      userId: 'u',
      run: 1,
      hostId,
      uuids: [uuid],
      class: 'training',
      vcpus: 0,
      ramMiB: 0,
      leasedAt: NOW,
      until: at(1 + ((index * 37) % 1440)),
    });
  }
  return calendar;
}

const devices = hosts.flatMap(({ hostId, devices: own }) => own.map(({ uuid }) => ({ hostId, uuid })));

function withReservations(calendar: Calendar): Calendar {
  let { agenda } = calendar;
  for (let index = 0; index < RESERVATIONS; index += 1) {
    const { hostId, uuid } = nth(devices, index * 5);
    const from = 30 + ((index * 13) % 2000);
    const userId = idFromName('user', String(index % USERS));
    const window = { from: at(from), until: at(from + 240) };
    agenda = withReservation(agenda, aReservation(String(index), hostId, uuid, { ...window, userId }));
  }
  return { ...calendar, agenda };
}

const free = emptyCalendar;
const full = everyDeviceLeased();
export const calendars = {
  free,
  full,
  'free and reserved': withReservations(free),
  'full and reserved': withReservations(full),
};

/** Plans the whole queue as the scheduler does. */
export function passOver(calendar: Calendar, change: Partial<PoolPolicy>, limit = Infinity) {
  const policy = { ...DEFAULT_POLICY, ...change };
  const start = performance.now();
  const rankOf = rankIn(poolId, policy, { factor: (_, project, user) => shareOf(project, user) }, NOW);
  const candidates = candidatesOf(poolId, { queueIndex, facts, calendar, rankOf });
  const typical = policy.placement === 'leastFragmentation' ? typicalDemands(queueIndex, poolId) : [];
  const { placements, waiting } = plan(candidates, hosts, calendar, { now: NOW, policy, typical, limit });
  return { ms: performance.now() - start, placed: placements.length, waiting: waiting.length };
}

const shareOf = (projectId: string, userId: string): number =>
  (1 + projectId.charCodeAt(0) + userId.charCodeAt(1)) / 256;
