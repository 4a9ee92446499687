import { checkAppend, type EventMetadata, type ExpectedRevision, type NewEvent } from '@berth/event-store';
import { canonicalJson } from '@berth/kernel/json';
import type { AppendRequest } from './writer.js';

/** Checks an append and puts its events into the text that is stored, so that later changes by the caller don't matter. */
export function encodeAppend(
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest {
  // Events of one command share their metadata.
  const encoded = new Map<EventMetadata, string>();
  const textOf = (metadata: EventMetadata): string => {
    let text = encoded.get(metadata);
    if (text === undefined) encoded.set(metadata, (text = canonicalJson(metadata)));
    return text;
  };
  return {
    stream,
    expected: checkAppend(stream, events, expected),
    events: events.map(({ id, type, metadata, data }) => ({
      id,
      type,
      metadata: textOf(metadata),
      data: canonicalJson(data),
    })),
  };
}
