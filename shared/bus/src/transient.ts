import { StoreUnavailableError } from '@berth/event-store';
import { RejectedError } from '@berth/kernel/rejection';
import { ReadModelsUnavailableError } from '@berth/read-models';
import { errors } from '@nats-io/transport-node';

/** Thrown by a handler that can't handle an event yet, for a transient reason that does not lie in the event. */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
}

/** Of the operating system: a full disk, no file handles left, a connection that broke. */
const SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EAGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
/** Codes of transient rejections. */
const TRANSIENT_REJECTIONS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'VIEW_BEHIND', 'RATE_LIMITED']);
const BUS_ERRORS = [
  errors.TimeoutError,
  errors.NoRespondersError,
  errors.RequestError,
  errors.ClosedConnectionError,
  errors.DrainingConnectionError,
];

/** Whether what failed may succeed later with nothing changed in the event: tried again for as long as it takes. */
export function isTransient(error: unknown): boolean {
  if (error instanceof RejectedError) return TRANSIENT_REJECTIONS.has(error.rejection.code);
  if (
    error instanceof RetryLaterError ||
    error instanceof StoreUnavailableError ||
    error instanceof ReadModelsUnavailableError
  )
    return true;
  if (BUS_ERRORS.some((type) => error instanceof type)) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return SYSTEM_CODES.has(code) || isFullOrBusyDatabase(error);
}

/** `node:sqlite` gives SQLite's primary or extended result code as `errcode`: busy 5, I/O 10, full 13. */
const isFullOrBusyDatabase = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  [5, 10, 13].includes(error.errcode & 0xff);
