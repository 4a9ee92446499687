import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { matchesModel } from '@berth/contracts/inventory/models';
import type { WantedDevices } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { ReservationLimits, Choice } from '../../calendar/calendar.commands.js';
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
 * The longest reservation is the pool's, or that of the grant where it is shorter, times the grant's multiplier;
 * staff without a grant have the pool's.
 */
export const limitsOf = (
  { reservations }: Pick<PoolPolicy, 'reservations'>,
  entitlement: Pick<Entitlement, 'maxHours' | 'timeMultiplier'>,
  now: string,
): ReservationLimits => ({
  maxHours: Math.min(reservations.maxHours * entitlement.timeMultiplier, entitlement.maxHours),
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

const toReserved = ({ host, device }: Offered): ReservedDevice => ({
  hostId: host.hostId,
  uuid: device.uuid,
  index: device.index,
  model: device.model,
  simulated: device.simulated,
});

/**
 * Devices that a user may reserve in a pool: those with a grant, in service, that match. A given device without a
 * grant is as if it did not exist.
 */
export function reservableDevices(
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
    const sum = `gpus.count: must be ${different.length} or omitted: gpus.devices names ${names}`;
    return err(reject('VALIDATION_FAILED', sum, 'gpus.count', { named: different.length, given: count }));
  }
  const found: Offered[] = [];
  for (const uuid of different) {
    const device = usable.find((each) => each.device.uuid === uuid);
    if (!device) {
      const none = `gpus.devices: there is no device "${uuid}" in this pool that you may use`;
      return err(reject('NOT_FOUND', none, 'gpus.devices'));
    }
    if (!isInService(device)) {
      const out = `gpus.devices: device "${uuid}" is temporarily out of service; choose another`;
      return err(reject('INVALID_STATE', out, 'gpus.devices'));
    }
    found.push(device);
  }
  return ok({ count: found.length, candidates: found.map(toReserved) });
}

function matching(
  hosts: readonly HostFact[],
  usable: readonly Offered[],
  { count = 1, model, memoryGb = 0 }: WantedDevices,
): Result<Choice, Rejection> {
  const memoryMiB = mibOf(memoryGb);
  const large = usable.filter(
    ({ device }) =>
      (model === undefined || matchesModel(device.model, model)) && device.memoryMiB >= memoryMiB,
  );
  const found = large.filter(isInService);
  if (found.length < count) {
    const wanted = count === 1 ? 'the 1 requested device' : `the ${count} requested devices`;
    if (hosts.some(isUnreadable)) {
      const mute = `${many(hosts.filter(isUnreadable).length, 'host')} of the pool cannot read its devices`;
      const few = `pool: ${found.length} of ${wanted} can be reserved, and ${mute}; try again later`;
      return err(reject('INVALID_STATE', few, 'pool', { matching: found.length, wanted: count }));
    }
    if (!hosts.some(hasReported) || hosts.some((host) => !hasReported(host))) {
      const joining = hosts.filter((host) => !hasReported(host)).length;
      const come =
        joining === 0
          ? 'the pool has no host yet'
          : `${many(joining, 'host')} of the pool ${joining === 1 ? 'is' : 'are'} joining`;
      const few = `pool: ${found.length} of ${wanted} can be reserved so far, and ${come}; try again later`;
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
    const few = `${many(found.length, 'device')} in service that you may use here ${match}, ${count} ${count === 1 ? 'is' : 'are'} requested`;
    return refused('gpus.count', few);
  }
  return ok({ count, candidates: found.map(toReserved) });
}
