import { reject, type Rejection } from '@berth/kernel/rejection';

/** The answer of every service, and of `POST /join`, to whatever a host says after it was removed. */
export const hostRemoved: Rejection = reject('FORBIDDEN', 'this host was removed', 'hostId');

/** Whether an agent is told so. A refusal by something on the way, a proxy for example, is not that. */
export const saysRemoved = ({
  code,
  field,
}: {
  readonly code?: unknown;
  readonly field?: unknown;
}): boolean => code === hostRemoved.code && field === hostRemoved.field;
