import { MAX_COUNTED, type PageOf } from '@berth/contracts/fields';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Collection, Query } from '@berth/read-models';
import type { PageRequest } from '@berth/service-host/paging';
import { everyDocument } from '@berth/read-models/every-document';
import type { HostDocument } from '../host/hosts.view.js';

/** One line of a list over hosts. `key` orders the lines of one host. */
export interface Line<T> {
  readonly key: string;
  readonly node: T;
}

/** Where a line stands: name and id of its host, then its key. Not a position in a list, so lines may come and go. */
type Place = readonly [name: string, hostId: string, key: string];

/**
 * A page of lines made from hosts in order of name, as many of each host as `linesOf` gives: none for one that the
 * caller may not see. Hosts are read until the page is full, so that what is hidden leaves no gap.
 * @throws RejectedError naming `after` or `before` where the cursor is not from such a list
 */
export async function pageOverHosts<T>(
  hosts: Collection<HostDocument>,
  where: NonNullable<Query['where']>,
  page: PageRequest,
  linesOf: (host: HostDocument) => readonly Line<T>[],
): Promise<PageOf<T>> {
  if (page.before !== undefined && page.after !== undefined) {
    throw new RejectedError(
      reject('VALIDATION_FAILED', 'after and before cannot be combined; give one of them', 'before'),
    );
  }
  const backwards = page.last !== undefined || page.before !== undefined;
  const start = backwards ? placeOf('before', page.before) : placeOf('after', page.after);
  const limit = backwards ? (page.last ?? page.first) : page.first;
  const found: { readonly cursor: string; readonly node: T }[] = [];

  const query: Pick<Query, 'where' | 'sort' | 'backwards'> = {
    where: start ? { ...where, name: { [backwards ? 'lte' : 'gte']: start[0] } } : where,
    sort: [{ field: 'name', direction: 'asc' }],
    backwards,
  };
  for await (const { document: host } of everyDocument(hosts, query)) {
    const lines = backwards ? linesOf(host).toReversed() : linesOf(host);
    for (const { key, node } of lines) {
      const place: Place = [host.name, host.id, key];
      if (!start || (backwards ? isBefore(place, start) : isBefore(start, place))) {
        found.push({ cursor: toCursor(place), node });
      }
    }
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const more = found.length > limit;
  return {
    items: backwards ? items.reverse() : items,
    hasNextPage: backwards ? start !== undefined : more,
    hasPreviousPage: backwards ? more : start !== undefined,
    ...(page.count && { totalCount: await countLines(hosts, where, linesOf) }),
  };
}

async function countLines(
  hosts: Collection<HostDocument>,
  where: NonNullable<Query['where']>,
  linesOf: (host: HostDocument) => readonly Line<unknown>[],
): Promise<number> {
  let count = 0;
  for await (const { document } of everyDocument(hosts, { where })) {
    count += linesOf(document).length;
    if (count >= MAX_COUNTED) return MAX_COUNTED;
  }
  return count;
}

/** As the read models order text: by UTF-8 bytes. */
function isBefore(one: Place, other: Place): boolean {
  for (const [at, part] of one.entries()) {
    const order = Buffer.compare(Buffer.from(part), Buffer.from(other[at] ?? ''));
    if (order !== 0) return order < 0;
  }
  return false;
}

const toCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function placeOf(field: 'after' | 'before', cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = parse(cursor);
  if (!Array.isArray(place) || place.length !== 3 || !place.every((part) => typeof part === 'string')) {
    throw new RejectedError(
      reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
    );
  }
  return place as unknown as Place;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
