import type { PendingReason } from '@berth/contracts/scheduler/views';

/** Reasons that would reveal devices, or how some are freed, without mentioning any. */
const PLAIN: { readonly [code in PendingReason['code']]?: string } = {
  DEVICES_BUSY: 'all devices that it could run on are busy',
  SLOTS_BUSY: 'all devices that it could run on are busy',
  HOSTS_UNAVAILABLE: 'no host that it could run on takes work now',
  RESERVED: 'the devices that it could run on are reserved before it would end',
  MAINTENANCE: 'the devices that it could run on go out of service before it would end',
  WAITING_FOR_HOSTS: 'no host that it could run on has joined yet',
  WAITING_FOR_RESERVATION: 'its reservation has not begun',
  WAITING_FOR_PREEMPTION: 'other runs are being preempted for it',
  CAN_NEVER_RUN: 'no device that its submitter may use could run it',
};

/** For viewers who may see a job, but not all devices that it could run on: not even their number may be revealed. */
export function withoutNumbers(reason: PendingReason): PendingReason {
  const message = PLAIN[reason.code];
  return message === undefined ? reason : { ...reason, message, numbers: {} };
}
