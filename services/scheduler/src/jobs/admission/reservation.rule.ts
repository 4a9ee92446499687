import { reject } from '@berth/kernel/rejection';
import { claimOfBooking, isHolder } from '../../calendar/agenda.js';
import { suits } from '../../placement/demand.js';
import { describeDemand } from '../../queue/pending/never.js';
import type { AdmissionRule, PoolBooking, Submission } from './submission.js';

/** A job for a booking must be its holder's, and have room in it. Bookings of others are as if they did not exist. */
export const reservationRule: AdmissionRule = (submission) => {
  const { input, booking, pool, now } = submission;
  const { reservation } = input;
  if (reservation === undefined) return undefined;
  if (!booking || !isHolder(claimOfBooking(booking), submission)) {
    const message = `reservation: you have no booking ${reservation} that is ahead or under way`;
    return reject('NOT_FOUND', message, 'reservation');
  }
  if (booking.poolId !== pool.poolId) {
    return reject(
      'VALIDATION_FAILED',
      `pool: the booking is not in "${pool.name}"; leave the pool out`,
      'pool',
    );
  }
  if (booking.until <= now) {
    return reject('INVALID_STATE', `reservation: its window was over at ${booking.until}`, 'reservation');
  }
  return roomRefusal(submission, booking);
};

function roomRefusal({ demand, hosts }: Submission, booking: PoolBooking) {
  if (demand.count === 0) {
    const message = 'gpus.count: a job in a booking takes at least one of its devices';
    return reject('VALIDATION_FAILED', message, 'gpus.count', { booked: booking.devices.length });
  }
  const booked = new Set(booking.devices.map(({ uuid }) => uuid));
  const suiting = hosts.map(
    ({ devices }) => devices.filter((device) => booked.has(device.uuid) && suits(device, demand)).length,
  );
  const mostOnOneHost = Math.max(0, ...suiting);
  // the host of a booked device may not be known here yet
  const areKnown = booking.devices.every(({ hostId }) => hosts.some((host) => host.hostId === hostId));
  if (mostOnOneHost >= demand.count || !areKnown) return undefined;
  return reject(
    'CAN_NEVER_RUN',
    `reservation: the job needs ${describeDemand(demand)}, the booking has ${mostOnOneHost} of that`,
    'reservation',
    { needed: demand.count, mostOnOneHost, booked: booked.size },
  );
}
