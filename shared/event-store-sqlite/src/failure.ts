import { isDiskFull, StoreCorruptError, StoreUnavailableError } from '@berth/event-store';

/** An error in a form that crosses a thread's boundary. */
export interface Failure {
  readonly kind: 'unavailable' | 'diskFull' | 'corrupt';
  readonly message: string;
}

/**
 * Primary result codes (sqlite.org/rescode.html) that mean a damaged file: CORRUPT and NOTADB; ERROR, since our
 * statements are right unless the schema is not; CONSTRAINT, since a place is checked before it is taken.
 */
const CORRUPT = new Set([1, 11, 19, 26]);

const primaryCode = (error: unknown): number | undefined => {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
};

export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const corrupt = error instanceof StoreCorruptError || CORRUPT.has(primaryCode(error) ?? 0);
  return { kind: corrupt ? 'corrupt' : isDiskFull(error) ? 'diskFull' : 'unavailable', message };
}

export function toError({ kind, message }: Failure): Error {
  if (kind === 'corrupt') return new StoreCorruptError(message);
  return new StoreUnavailableError(message, { diskFull: kind === 'diskFull' });
}

/** Runs a read; SQLite's errors about the file become errors of the port. */
export function withPortErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw primaryCode(error) === undefined ? error : toError(toFailure(error));
  }
}
