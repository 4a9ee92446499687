import type { HistoryEntry } from '@berth/contracts/history';
import type { PageOf } from '@berth/contracts/fields';
import { markSealed } from '@berth/contracts/sealed';
import type { ServiceName } from '@berth/contracts/services';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { PageRequest } from './paging.js';

/** Some events of a stream, by their revisions in ascending order. */
export interface PartOfStream {
  readonly stream: string;
  readonly revisions: readonly number[];
}

/** Removes from an event's data what the caller may not see. */
export type Redaction = (data: JsonObject) => JsonObject;

/** Pages the events of one stream, or some of them, straight from the log: what auditors replay. */
export async function readHistory(
  service: ServiceName,
  store: EventStore,
  source: string | PartOfStream,
  page: PageRequest,
): Promise<PageOf<HistoryEntry>> {
  const backwards = page.last !== undefined || page.before !== undefined;
  const limit = backwards ? (page.last ?? page.first) : page.first;
  const cursor = revisionOf(backwards ? page.before : page.after, backwards ? 'before' : 'after');
  if (backwards && cursor === 0) return { items: [], hasNextPage: true, hasPreviousPage: false };
  const from = cursor === undefined ? undefined : backwards ? cursor - 1 : cursor + 1;
  const direction = backwards ? 'backwards' : 'forwards';
  const options = { direction, limit: limit + 1, ...defined({ from }) } as const;
  const found =
    typeof source === 'string' ? await store.read(source, options) : await readPart(store, source, options);
  const events = found.slice(0, limit);
  if (backwards) events.reverse();
  const more = found.length > limit;
  return {
    items: events.map((event) => ({ cursor: String(event.revision), node: toEntry(service, event) })),
    hasNextPage: backwards ? cursor !== undefined : more,
    hasPreviousPage: backwards ? more : cursor !== undefined,
  };
}

async function readPart(
  store: EventStore,
  { stream, revisions }: PartOfStream,
  { direction, limit, from }: { direction: 'forwards' | 'backwards'; limit: number; from?: number },
): Promise<readonly RecordedEvent[]> {
  const inOrder = direction === 'forwards' ? revisions : revisions.toReversed();
  const wanted = inOrder.filter(
    (revision) => from === undefined || (direction === 'forwards' ? revision >= from : revision <= from),
  );
  const read = await Promise.all(
    wanted.slice(0, limit).map((revision) => store.read(stream, { from: revision, limit: 1 })),
  );
  return read.flat();
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
    data: markSealed(data),
  };
}

function revisionOf(cursor: string | undefined, field: string): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,15}$/.test(cursor)) {
    throw new RejectedError(
      reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
    );
  }
  return Number(cursor);
}
