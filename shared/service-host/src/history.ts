import type { HistoryEntry } from '@berth/contracts/history';
import type { PageOf } from '@berth/contracts/fields';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { PageRequest } from './paging.js';

/** Pages the events of one stream, straight from the log: what auditors replay. */
export async function readHistory(
  service: ServiceName,
  store: EventStore,
  stream: string,
  page: PageRequest,
): Promise<PageOf<HistoryEntry>> {
  const backwards = page.last !== undefined || page.before !== undefined;
  const limit = backwards ? (page.last ?? page.first) : page.first;
  const cursor = revisionOf(backwards ? page.before : page.after, backwards ? 'before' : 'after');
  if (backwards && cursor === 0) return { items: [], hasNextPage: true, hasPreviousPage: false };
  const found = await store.read(stream, {
    direction: backwards ? 'backwards' : 'forwards',
    limit: limit + 1,
    ...(cursor === undefined ? {} : { from: backwards ? cursor - 1 : cursor + 1 }),
  });
  const events = found.slice(0, limit);
  if (backwards) events.reverse();
  const more = found.length > limit;
  return {
    items: events.map((event) => ({ cursor: String(event.revision), node: toEntry(service, event) })),
    hasNextPage: backwards ? cursor !== undefined : more,
    hasPreviousPage: backwards ? more : cursor !== undefined,
  };
}

function toEntry(service: ServiceName, event: RecordedEvent): HistoryEntry {
  const { actor, command, commandId, causationId, correlationId } = event.metadata;
  const { id, type, stream, revision, position, recordedAt, data } = event;
  return {
    eventId: id,
    type,
    service,
    stream,
    revision,
    position,
    recordedAt,
    actor,
    command,
    commandId,
    causationId,
    correlationId,
    data,
  };
}

function revisionOf(cursor: string | undefined, field: string): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new RejectedError(reject('VALIDATION_FAILED', `${field}: is not a cursor of this list`, field));
  }
  return Number(cursor);
}
