import { ReadModelsUnavailableError } from '@berth/read-models';
import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';

const DUPLICATE_KEY = 11_000;

/** Errors after which the same call may succeed on its own (a failover, a lost connection, a full disk). */
export function translate(error: unknown): unknown {
  const passing =
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    (error instanceof MongoError && error.hasErrorLabel('RetryableWriteError')) ||
    (error instanceof MongoServerError && error.codeName === 'OutOfDiskSpace');
  return passing
    ? new ReadModelsUnavailableError(`read models in MongoDB: ${error.message}`, { cause: error })
    : error;
}

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Indexes of the operations that met an existing document; undefined where anything else went wrong. */
export function duplicatesOf(error: unknown): readonly number[] | undefined {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return undefined;
  const errors = error.result.getWriteErrors();
  return errors.every(({ code }) => code === DUPLICATE_KEY) ? errors.map(({ index }) => index) : undefined;
}
