import type { PendingReason } from '@berth/contracts/scheduler/views';

/** What counts devices, or what is done to free some, in words that tell of none. */
const PLAIN: { readonly [code in PendingReason['code']]?: string } = {
  DEVICES_BUSY: 'what it could run on is busy',
  SLOTS_BUSY: 'what it could run on is busy',
  HOSTS_UNAVAILABLE: 'no host that it could run on takes work now',
  RESERVED: 'what it could run on is booked before it would be over',
  MAINTENANCE: 'what it could run on goes out of service before it would be over',
  WAITING_FOR_HOSTS: 'no host that it could run on has joined yet',
  WAITING_FOR_RESERVATION: 'the booking that it belongs to has not begun',
  WAITING_FOR_PREEMPTION: 'others were told to make room for it',
  CAN_NEVER_RUN: 'nothing that its submitter may use could hold it',
};

/** For who may see a job, but not all devices that it could run on: those must not be told of by their number either. */
export function withoutNumbers(reason: PendingReason): PendingReason {
  const message = PLAIN[reason.code];
  return message === undefined ? reason : { ...reason, message, numbers: {} };
}
