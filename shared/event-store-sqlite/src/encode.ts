import type { ExpectedRevision, NewEvent } from '@berth/event-store';
import { canonicalJson } from '@berth/kernel/json';
import type { AppendRequest } from './writer.js';

/** Checks an append and puts its events into the text that is stored, so that later changes by the caller don't matter. */
export function encodeAppend(
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  if (stream === '' || !stream.isWellFormed())
    throw new RangeError('a stream needs a name of well-formed text');
  const revision = expected === 'noStream' ? -1 : expected;
  if (!Number.isSafeInteger(revision) || revision < -1) {
    throw new RangeError(`an expected revision is a whole number from -1, not ${revision}`);
  }
  return {
    stream,
    expected: revision,
    events: events.map(({ id, type, metadata, data }) => ({
      id,
      type,
      metadata: canonicalJson(metadata),
      data: canonicalJson(data),
    })),
  };
}
