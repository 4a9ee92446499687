import { reject, type Rejection } from '@berth/kernel/rejection';

/** The answer of every service, and of `POST /join`, to whatever a host says after it was removed. */
export const hostRemoved: Rejection = reject('FORBIDDEN', 'this host was removed', 'hostId');

/** Whether a refusal says that the host was removed; refusals by a proxy, for example, do not. */
export const isHostRemovedError = ({
  code,
  field,
}: {
  readonly code?: unknown;
  readonly field?: unknown;
}): boolean => code === hostRemoved.code && field === hostRemoved.field;
