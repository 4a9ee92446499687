import type { BookedDevice } from '@berth/contracts/scheduler/booking.events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { isCalled } from '@berth/contracts/inventory/models';
import type { WantedDevices } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { BookingLimits, Choice } from '../../calendar/calendar.commands.js';
import type { Entitlement } from '../../facts/entitlement.js';
import {
  closedBy,
  hasReported,
  isGone,
  isUnreadable,
  type DeviceFact,
  type HostFact,
} from '../../facts/host.facts.js';
import { mibOf } from '../../placement/gigabytes.js';
import { mismatchOf } from '../../placement/mismatch.js';
import { many } from '@berth/kernel/words';

const DAY_MS = 86_400_000;

/**
 * The longest booking is the pool's, or that of the grant where it is shorter, times the grant's multiplier; staff
 * without a grant have the pool's.
 */
export const limitsOf = (
  { reservations }: Pick<PoolPolicy, 'reservations'>,
  entitlement: Pick<Entitlement, 'longestHours' | 'timeMultiplier'>,
  now: string,
): BookingLimits => ({
  longestHours: Math.min(reservations.maxHours * entitlement.timeMultiplier, entitlement.longestHours),
  horizon: addMs(now, reservations.horizonDays * DAY_MS),
  maxPerUser: reservations.maxPerUser,
});

interface Offered {
  readonly host: HostFact;
  readonly device: DeviceFact;
}

const mayUse =
  ({ devices }: Pick<Entitlement, 'devices'>) =>
  ({ device }: Offered): boolean =>
    devices?.has(device.uuid) ?? true;

const isInService = ({ host, device }: Offered): boolean =>
  !isGone(host) && host.scheduling === 'open' && closedBy(host).length === 0 && device.state === 'available';

const toBooked = ({ host, device }: Offered): BookedDevice => ({
  hostId: host.hostId,
  uuid: device.uuid,
  index: device.index,
  model: device.model,
  simulated: device.simulated,
});

/**
 * Devices that somebody may book in a pool: those with a grant, in service, that match. A given device without a grant
 * is as if it did not exist.
 */
export function bookableDevices(
  hosts: readonly HostFact[],
  entitlement: Pick<Entitlement, 'devices'>,
  wanted: WantedDevices,
): Result<Choice, Rejection> {
  const usable = hosts
    .flatMap((host) => host.devices.map((device): Offered => ({ host, device })))
    .filter(mayUse(entitlement));
  return wanted.devices ? given(usable, wanted.devices, wanted) : matching(hosts, usable, wanted);
}

function given(
  usable: readonly Offered[],
  uuids: readonly string[],
  { count }: WantedDevices,
): Result<Choice, Rejection> {
  const different = [...new Set(uuids)];
  if (count !== undefined && count !== different.length) {
    const names = many(different.length, 'device');
    const sum = `gpus.count: gpus.devices names ${names}, so it must be ${different.length} or left out`;
    return err(reject('VALIDATION_FAILED', sum, 'gpus.count'));
  }
  const found: Offered[] = [];
  for (const uuid of different) {
    const device = usable.find((each) => each.device.uuid === uuid);
    if (!device) {
      const none = `gpus.devices: there is no device "${uuid}" in this pool that you may use`;
      return err(reject('NOT_FOUND', none, 'gpus.devices'));
    }
    if (!isInService(device)) {
      const out = `gpus.devices: device "${uuid}" is out of service just now; choose another`;
      return err(reject('INVALID_STATE', out, 'gpus.devices'));
    }
    found.push(device);
  }
  return ok({ count: found.length, candidates: found.map(toBooked) });
}

function matching(
  hosts: readonly HostFact[],
  usable: readonly Offered[],
  { count = 1, model, memoryGb = 0 }: WantedDevices,
): Result<Choice, Rejection> {
  const memoryMiB = mibOf(memoryGb);
  const large = usable.filter(
    ({ device }) => (model === undefined || isCalled(device.model, model)) && device.memoryMiB >= memoryMiB,
  );
  const found = large.filter(isInService);
  if (found.length < count) {
    const wanted = count === 1 ? 'the 1 device that is wanted' : `the ${count} devices that are wanted`;
    if (hosts.some(isUnreadable)) {
      const mute = `${many(hosts.filter(isUnreadable).length, 'host')} of it can't read its devices just now`;
      const few = `pool: ${found.length} of ${wanted} can be booked, and ${mute}; try again in a while`;
      return err(reject('INVALID_STATE', few, 'pool', { matching: found.length, wanted: count }));
    }
    if (!hosts.some(hasReported) || hosts.some((host) => !hasReported(host))) {
      const joining = hosts.filter((host) => !hasReported(host)).length;
      const come =
        joining === 0
          ? 'it has no host yet'
          : `${many(joining, 'host')} of it ${joining === 1 ? 'is' : 'are'} joining`;
      const few = `pool: ${found.length} of ${wanted} can be booked so far, and ${come}; try again in a while`;
      return err(reject('INVALID_STATE', few, 'pool', { matching: found.length, wanted: count, joining }));
    }
    const refused = (field: string, why: string) =>
      err(reject('VALIDATION_FAILED', `${field}: ${why}`, field, { matching: found.length, wanted: count }));
    const mismatch = mismatchOf(
      { model, memoryMiB },
      usable.map(({ device }) => device),
    );
    if (mismatch) return refused(mismatch.field, mismatch.message);
    const match = found.length === 1 ? 'matches' : 'match';
    const few = `${many(found.length, 'device')} in service that you may use here ${match}, ${count} ${count === 1 ? 'is' : 'are'} wanted`;
    return refused('gpus.count', few);
  }
  return ok({ count, candidates: found.map(toBooked) });
}
