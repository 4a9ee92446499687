import type { WantedLease } from './calendar.commands.js';
import type { Calendar } from './calendar.js';
import { heldUnder, plus, type Amount } from './held.js';

/**
 * Whether a wanted lease is within what its user and project may hold in this pool now. A borrowed one exceeds the
 * quotas that lend, and is within the others.
 */
export function isWithinQuotas(wanted: WantedLease, calendar: Calendar): boolean {
  const { quotas = [], borrowed = false, devices, vcpus = 0, ramMiB = 0, userId, projectId } = wanted;
  return quotas.every(({ of, max, borrow }) => {
    if (borrowed && borrow) return true;
    const held = heldUnder(calendar, of === 'user' ? `user:${userId}` : `project:${projectId}`, borrow);
    return !exceeds(plus(held, { gpus: devices.length, vcpus, ramMiB }), max);
  });
}

const exceeds = (amount: Amount, { gpus, vcpus, ramMiB }: Partial<Amount>): boolean =>
  amount.gpus > (gpus ?? Infinity) ||
  amount.vcpus > (vcpus ?? Infinity) ||
  amount.ramMiB > (ramMiB ?? Infinity);
