import type { ExpectedRevision } from './event-store.js';

export class WrongExpectedRevisionError extends Error {
  override readonly name = 'WrongExpectedRevisionError';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** Last revision of the stream when the append was tried, -1 where there is no stream. */
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, expected ${expected}`);
  }
}

/**
 * The store can't do it now (disk full, connection lost). The same append may be made again: should it have been
 * recorded after all, it is known by its event ids.
 */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
  /** The disk is full: a refused append may be retried once there is space. */
  readonly diskFull: boolean;

  constructor(message: string, { diskFull = false, ...options }: ErrorOptions & { diskFull?: boolean } = {}) {
    super(message, options);
    this.diskFull = diskFull;
  }
}

/** The store is reachable, and denies access to the user of this process. An administrator can correct that. */
export class StoreDeniedError extends StoreUnavailableError {
  override readonly name = 'StoreDeniedError';
}

/** SQLite's FULL, and IOERR_SHMSIZE for the index of its log (https://sqlite.org/rescode.html). */
const FULL_ERRCODES: ReadonlySet<unknown> = new Set([13, 4874]);
const FULL_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a write failed because the disk is full, as SQLite or the file system reports it. */
export function isDiskFull(error: unknown): boolean {
  const { errcode, code } = (error ?? {}) as { readonly errcode?: unknown; readonly code?: unknown };
  return FULL_ERRCODES.has(errcode) || FULL_CODES.has(code);
}

/** Stored bytes do not match their checksum or order, and are never served. */
export class StoreCorruptError extends Error {
  override readonly name = 'StoreCorruptError';
}

export const isWrongExpectedRevision = (error: unknown): error is WrongExpectedRevisionError =>
  error instanceof WrongExpectedRevisionError;
