import type { PendingReason } from '@berth/contracts/scheduler/views';

export const waits = (
  code: PendingReason['code'],
  message: string,
  numbers: PendingReason['numbers'],
): PendingReason => ({ code, kind: 'waiting', message, numbers });

export const never = (message: string, numbers: PendingReason['numbers']): PendingReason => ({
  code: 'CAN_NEVER_RUN',
  kind: 'never',
  message,
  numbers,
});

export const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
