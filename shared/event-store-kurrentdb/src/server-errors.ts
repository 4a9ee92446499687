import { StoreDeniedError, StoreUnavailableError } from '@berth/event-store';
import {
  AccessDeniedError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  TimeoutError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/** Expected errors; any other that the client throws counts as an unreachable or failing server. */
const EXPECTED_ERRORS = [
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  TypeError,
  RangeError,
];

const PERMISSION_DENIED = 7;
export const UNAUTHENTICATED = 16;

/** @param what names the request, for the error of a server that denies it */
export async function withStoreErrors<T>(call: () => Promise<T>, what = 'its streams'): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toStoreError(error, what);
  }
}

export function toStoreError(error: unknown, what = 'its streams'): Error {
  if (error instanceof StoreUnavailableError) return error;
  if (error instanceof Error && EXPECTED_ERRORS.some((meant) => error instanceof meant)) return error;
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (error instanceof AccessDeniedError || code === PERMISSION_DENIED || code === UNAUTHENTICATED) {
    return new StoreDeniedError(denial(what, code), { cause: error });
  }
  return new StoreUnavailableError(reasonOf(error), { cause: error });
}

/** The server has not confirmed whether it has written an append. */
export const outcomeIsUnknown = (error: unknown): boolean =>
  error instanceof StoreUnavailableError &&
  (error.cause instanceof DeadlineExceededError || error.cause instanceof TimeoutError);

/** A subscription that the server has ended because the consumer was too slow, and that may restart at once. */
export const wasTooSlow = (error: unknown): boolean =>
  error instanceof StoreUnavailableError && error.cause instanceof TimeoutError;

function denial(what: string, code: unknown): string {
  const remedy =
    'npm run event-store -- setup creates a user for each service and gives it the rights it needs, ' +
    'see docs/going-further.md';
  if (code === UNAUTHENTICATED) {
    return `KurrentDB does not accept the user or password in BERTH_EVENT_STORE, or the user may not use ${what} (16 UNAUTHENTICATED); check both, or else: ${remedy}`;
  }
  const why =
    what === '$all'
      ? ": only admins may read it unless its metadata gives the user's group the right (readRoles)"
      : '';
  return `KurrentDB does not let the user in BERTH_EVENT_STORE use ${what} (7 PERMISSION_DENIED)${why}; ${remedy}`;
}

/** Some of the client's errors carry no text, only a type such as `deadline-exceeded`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { type } = error as { readonly type?: string };
  return error.message || `the server answered ${type ?? error.name}`;
}
