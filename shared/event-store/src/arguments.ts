import type { NewEvent } from './event.js';
import type { ExpectedRevision } from './event-store.js';

/** Throws `RangeError` for an invalid append; else returns the expected revision, -1 for no stream. */
export function checkAppend(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): number {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  if (stream === '' || !stream.isWellFormed())
    throw new RangeError('a stream needs a name of well-formed text');
  const revision = expected === 'noStream' ? -1 : expected;
  if (!Number.isSafeInteger(revision) || revision < -1) {
    throw new RangeError(`an expected revision is a whole number from -1, not ${revision}`);
  }
  return revision;
}

/** Throws `RangeError` for a start or limit that is no whole number from 0. */
export function checkRange(options: { readonly from?: number; readonly limit?: number }): void {
  for (const [name, value] of [
    ['from', options.from],
    ['limit', options.limit],
  ] as const) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) continue;
    throw new RangeError(`${name} must be a whole number from 0, not ${value}`);
  }
}
