import { StoreUnavailableError } from '@berth/event-store';
import {
  AccessDeniedError,
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/** Errors that mean what they say; whatever else the client throws is a server out of reach or out of order. */
const MEANT = [
  AccessDeniedError,
  MaxAppendSizeExceededError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  TypeError,
  RangeError,
];

export async function reaching<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (MEANT.some((meant) => error instanceof meant)) throw error;
    throw new StoreUnavailableError(error instanceof Error ? error.message : String(error));
  }
}
