import { reject } from '@berth/kernel/rejection';
import { claimOfReservation, isHolder } from '../../calendar/agenda.js';
import { suits } from '../../placement/demand.js';
import { describeDemand } from '../../queue/pending/unfit-reasons.js';
import type { AdmissionRule, PoolReservation, Submission } from './submission.js';

/**
 * A job for a reservation must be its holder's, and have room in it. Reservations of others are as if they did not
 * exist.
 */
export const reservationRule: AdmissionRule = (submission) => {
  const { input, namedReservation, pool, now } = submission;
  const { reservation } = input;
  if (reservation === undefined) return undefined;
  if (!namedReservation || !isHolder(claimOfReservation(namedReservation), submission)) {
    const message = `reservation: you have no active or upcoming reservation ${reservation}`;
    return reject('NOT_FOUND', message, 'reservation');
  }
  if (namedReservation.poolId !== pool.poolId) {
    return reject(
      'VALIDATION_FAILED',
      `pool: the reservation is not in "${pool.name}"; omit the pool`,
      'pool',
    );
  }
  if (namedReservation.until <= now) {
    return reject(
      'INVALID_STATE',
      `reservation: its window ended at ${namedReservation.until}`,
      'reservation',
    );
  }
  return capacityRefusal(submission, namedReservation);
};

function capacityRefusal({ demand, hosts }: Submission, namedReservation: PoolReservation) {
  if (demand.count === 0) {
    const message = 'gpus.count: must be at least 1 for a job in a reservation';
    return reject('VALIDATION_FAILED', message, 'gpus.count', { reserved: namedReservation.devices.length });
  }
  const reserved = new Set(namedReservation.devices.map(({ uuid }) => uuid));
  const suiting = hosts.map(
    ({ devices }) => devices.filter((device) => reserved.has(device.uuid) && suits(device, demand)).length,
  );
  const maxOnOneHost = Math.max(0, ...suiting);
  // the host of a reserved device may not be known here yet
  const areKnown = namedReservation.devices.every(({ hostId }) =>
    hosts.some((host) => host.hostId === hostId),
  );
  if (maxOnOneHost >= demand.count || !areKnown) return undefined;
  return reject(
    'CAN_NEVER_RUN',
    `reservation: the job needs ${describeDemand(demand)}, the reservation has ${maxOnOneHost} of them on one host`,
    'reservation',
    { needed: demand.count, maxOnOneHost, reserved: reserved.size },
  );
}
