import type { PendingReason } from '@berth/contracts/scheduler/views';

export const waits = (
  code: PendingReason['code'],
  message: string,
  numbers: PendingReason['numbers'],
): PendingReason => ({ code, kind: 'waits', message, numbers });

export const never = (message: string, numbers: PendingReason['numbers']): PendingReason => ({
  code: 'CAN_NEVER_RUN',
  kind: 'never',
  message,
  numbers,
});

/** An instant as people read it, to the minute. */
export const inWords = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

export const many = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
