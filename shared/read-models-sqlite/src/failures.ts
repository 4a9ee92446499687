import { ReadModelsUnavailableError } from '@berth/read-models';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BUSY = 5;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** The file's structure is broken. It holds nothing that events don't: it starts afresh when opened next. */
export class ReadModelsDamagedError extends Error {
  override readonly name = 'ReadModelsDamagedError';
}

function resultCode(error: unknown): number | undefined {
  const code = (error as { readonly errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;

export function isUnavailable(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === IO_ERROR || code === FULL || code === CANNOT_OPEN;
}

export function unavailable(path: string, error: unknown): ReadModelsUnavailableError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ReadModelsUnavailableError(`${path}: ${reason}`, { cause: error });
}
