import { checkAppend, type ExpectedRevision, type NewEvent } from '@berth/event-store';
import { canonicalJson } from '@berth/kernel/json';
import type { AppendRequest } from './writer.js';

/** Checks an append and puts its events into the text that is stored, so that later changes by the caller don't matter. */
export function encodeAppend(
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest {
  return {
    stream,
    expected: checkAppend(stream, events, expected),
    events: events.map(({ id, type, metadata, data }) => ({
      id,
      type,
      metadata: canonicalJson(metadata),
      data: canonicalJson(data),
    })),
  };
}
