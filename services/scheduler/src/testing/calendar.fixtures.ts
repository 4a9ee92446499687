import { DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import type { Reservation } from '../calendar/agenda.js';
import type { ReserveCommand, CalendarCommand, WantedLease } from '../calendar/calendar.commands.js';
import { hostId, NOW, poolId, projectId, userId } from './fixtures.js';

/** So many minutes after NOW. */
export const at = (minutes: number): string => addMs(NOW, minutes * 60_000);

export const aLease = (
  name: string,
  uuids: readonly string[],
  change: Partial<WantedLease> = {},
): WantedLease => ({
  leaseId: idFromName('lease', name),
  jobId: idFromName('job', name),
  projectId,
  userId,
  run: 1,
  hostId,
  devices: uuids.map((uuid, index) => ({ uuid, index, model: 'Tesla T4', simulated: false })),
  class: 'training',
  host: { cpuCores: 8, memoryMiB: 16_384 },
  limits: uuids.length > 0 ? uuids.map(() => DEFAULT_GPU_LIMITS) : [{ training: 2, inference: 4 }],
  ...change,
});

export const lease = (...wanted: WantedLease[]): CalendarCommand => ({
  type: 'lease',
  poolId,
  wanted,
  now: NOW,
});

export const release = (name: string, endedAt: string): CalendarCommand => ({
  type: 'release',
  poolId,
  leaseId: idFromName('lease', name),
  cause: 'runEnded',
  endedAt,
});

export const aDevice = (uuid: string, on: string = hostId): ReservedDevice => ({
  hostId: on,
  uuid,
  index: Number(uuid.replace(/\D/g, '')),
  model: 'Tesla T4',
  simulated: false,
});

export const ada = { userId, projectId };
export const bob = { userId: idFromName('user', 'bob'), projectId: idFromName('project', 'other') };

/** A reservation of all the devices named, in minutes after NOW. */
export const reserve = (
  name: string,
  uuids: readonly string[],
  [from, until]: readonly [number, number],
  change: Partial<ReserveCommand> = {},
): ReserveCommand => ({
  type: 'reserve',
  poolId,
  ...ada,
  occurrences: [{ reservationId: reservation(name), from: at(from), until: at(until) }],
  choice: { count: uuids.length, candidates: uuids.map((uuid) => aDevice(uuid)) },
  limits: { maxHours: 48, horizon: at(90 * 24 * 60), maxPerUser: 100 },
  grantPriority: 1,
  sharedWithProject: false,
  now: NOW,
  ...change,
});

export const reservation = (name: string): string => idFromName('reservation', name);

/** A reservation of one device as the agenda has it. */
export const aReservation = (
  name: string,
  on: string,
  uuid: string,
  change: Partial<Reservation> & Pick<Reservation, 'from' | 'until'>,
): Reservation => ({
  reservationId: reservation(name),
  ...ada,
  devices: [{ hostId: on, uuid, index: 0, model: 'Tesla T4', simulated: false }],
  sharedWithProject: false,
  grantPriority: 1,
  title: null,
  seriesId: null,
  entryId: null,
  started: false,
  used: false,
  warned: [],
  ...change,
});
