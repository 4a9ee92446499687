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
  override readonly name = 'StoreUnavailableError';
}

/** Stored bytes don't match their checksum or order: served to nobody. */
export class StoreCorruptError extends Error {
  override readonly name = 'StoreCorruptError';
}

export const isWrongExpectedRevision = (error: unknown): error is WrongExpectedRevisionError =>
  error instanceof WrongExpectedRevisionError;
