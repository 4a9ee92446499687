import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import { id, instant, line, nameOrId, reason, reservationMinutes } from '../fields.js';
import type { ReservedDevice } from './reservation.events.js';
import { wantedDevices } from './reservations.js';

/** Devices that are held for a user until `expiresAt`; they may be reserved for as long as was asked. */
export type OfferView = {
  readonly offerId: string;
  readonly devices: readonly ReservedDevice[];
  readonly from: string;
  readonly until: string;
  readonly expiresAt: string;
};

/** An entry of the waiting list of a pool. */
export type WaitlistEntryView = {
  readonly id: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  /** 1 is next. */
  readonly position: number;
  readonly count: number;
  readonly model?: string;
  readonly memoryGb?: number;
  readonly devices?: readonly string[];
  readonly durationMinutes: number;
  readonly neededBy?: string;
  readonly grantPriority: number;
  readonly title?: string;
  readonly sharedWithProject: boolean;
  readonly joinedAt: string;
  /** Offers that were let pass or declined. */
  readonly lapses: number;
  readonly offer?: OfferView;
};

export type WaitlistView = {
  readonly poolId: string;
  /** Number of all entries. */
  readonly length: number;
  /** The caller's own; all of them for admins, operators and auditors. In order of their positions. */
  readonly entries: readonly WaitlistEntryView[];
};

export const joinWaitlist = defineCommand<WaitlistEntryView>('reserveDevices')(
  'scheduler',
  'waitlist',
  'join',
  z.strictObject({
    /** Default: the only pool that the caller may use. */
    pool: nameOrId.optional(),
    project: nameOrId,
    gpus: wantedDevices.default({ count: 1 }),
    durationMinutes: reservationMinutes,
    /** The entry expires after this. */
    neededBy: instant.optional(),
    title: line(200).min(1, 'must not be empty').optional(),
    reason: reason.optional(),
    sharedWithProject: z.boolean().default(false),
  }),
);
export const leaveWaitlist = defineCommand('reserveDevices')(
  'scheduler',
  'waitlist',
  'leave',
  z.strictObject({ entryId: id, reason: reason.optional() }),
);
/** Answered with the id of the reservation, which begins at once. */
export const acceptOffer = defineCommand<{ readonly reservationId: string }>('reserveDevices')(
  'scheduler',
  'waitlist',
  'accept',
  z.strictObject({ entryId: id, offerId: id }),
);
export const declineOffer = defineCommand('reserveDevices')(
  'scheduler',
  'waitlist',
  'decline',
  z.strictObject({ entryId: id, offerId: id }),
);
export const waitlistQuery = defineQuery<WaitlistView>('read')(
  'scheduler',
  'waitlist',
  z.strictObject({ pool: nameOrId }),
);

/** How the holder of a reservation reaches its hosts, while its window is under way. */
export type HostConnection = {
  readonly hostId: string;
  readonly hostname: string;
  readonly addresses: readonly string[];
  /** The holder's account there; absent where none is mapped. */
  readonly account?: string;
  /** A line for a shell, such as `ssh ada@gpu-1.example.org`. */
  readonly ssh?: string;
};
export type ReservationConnection = {
  readonly reservationId: string;
  readonly hosts: readonly HostConnection[];
};

/** Of those that are under way, and the caller's own or the caller is staff; others are left out. */
export const connectionsQuery = defineQuery<readonly ReservationConnection[]>('read')(
  'scheduler',
  'connections',
  z.strictObject({ ids: z.array(id).max(500) }),
);
