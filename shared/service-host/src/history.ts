import type { HistoryEntry } from '@berth/contracts/history';
import type { ListSort, PageOf } from '@berth/contracts/fields';
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

/** What narrows a history. */
export interface HistoryFilter {
  readonly types?: readonly string[] | undefined;
  readonly userId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly sort?: ListSort | undefined;
}

/** What one page may read where it is narrowed. */
const BOUNDS = { events: 10_000, ms: 1_000 };
const AT_ONCE = 200;

/**
 * Pages the events of one stream, or some of them, straight from the log: what auditors replay. Filters have no index: a page
 * reads on until it is full, or ends early and says where to go on.
 */
export async function readHistory(
  service: ServiceName,
  store: EventStore,
  source: string | PartOfStream,
  page: PageRequest & HistoryFilter,
  bounds = BOUNDS,
): Promise<PageOf<HistoryEntry>> {
  const backwards = page.last !== undefined || page.before !== undefined;
  const limit = backwards ? (page.last ?? page.first) : page.first;
  const cursor = revisionOf(backwards ? page.before : page.after, backwards ? 'before' : 'after');
  const direction = backwards === (page.sort === 'newest') ? 'forwards' : 'backwards';
  const step = direction === 'forwards' ? 1 : -1;
  const found: RecordedEvent[] = [];
  const deadline = performance.now() + bounds.ms;
  const atOnce = isNarrowed(page) ? AT_ONCE : limit + 1;
  let from = cursor === undefined ? undefined : cursor + step;
  let left = bounds.events;
  let stoppedAt: number | undefined;
  while (from === undefined || from >= 0) {
    const options = { direction, limit: Math.min(atOnce, left), ...defined({ from }) } as const;
    const read =
      typeof source === 'string' ? await store.read(source, options) : await readPart(store, source, options);
    found.push(...read.filter((event) => fits(event, page)));
    const last = read.at(-1);
    if (!last || read.length < options.limit || found.length > limit) break;
    left -= read.length;
    if (left <= 0 || performance.now() > deadline) {
      stoppedAt = last.revision;
      break;
    }
    from = last.revision + step;
  }
  const events = found.slice(0, limit);
  if (backwards) events.reverse();
  const more = found.length > limit || stoppedAt !== undefined;
  return {
    items: events.map((event) => ({ cursor: String(event.revision), node: toEntry(service, event) })),
    hasNextPage: backwards ? cursor !== undefined : more,
    hasPreviousPage: backwards ? more : cursor !== undefined,
    ...(stoppedAt === undefined ? {} : { [backwards ? 'startCursor' : 'endCursor']: String(stoppedAt) }),
  };
}

const isNarrowed = ({ types, userId, from, until }: HistoryFilter): boolean =>
  [types, userId, from, until].some((given) => given !== undefined);

function fits({ type, recordedAt, metadata }: RecordedEvent, filter: HistoryFilter): boolean {
  const { types, userId, from, until } = filter;
  const { kind, id } = metadata.actor;
  return (
    (types?.some((wanted) => wanted === type || wanted === type.split('.')[2]) ?? true) &&
    (userId === undefined || ((kind === 'user' || kind === 'token') && id.split('/')[0] === userId)) &&
    (from === undefined || recordedAt >= from) &&
    (until === undefined || recordedAt < until)
  );
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
