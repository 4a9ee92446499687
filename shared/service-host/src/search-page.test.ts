import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import type { PageRequest } from './paging.js';
import { searchPage } from './search-page.js';

const MANY = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(4, '0'));
const BOUNDS = { documents: 300, ms: 60_000 };

async function aList() {
  const things = memoryReadModels().collection<{ name: string }>({
    name: 'things',
    indexes: [{ fields: ['name'] }],
  });
  await things.write(MANY.map((name) => ({ id: name, document: { name }, position: toPosition(1) })));
  let read = 0;
  const sort = [{ field: 'name', direction: 'asc' }] as const;
  const search = (ends: string, request: Partial<PageRequest>, bounds = BOUNDS) => {
    read = 0;
    const toNode = ({ document: { name } }: { readonly document: { readonly name: string } }) => {
      read += 1;
      return name.endsWith(ends) ? name : undefined;
    };
    return searchPage(things, { sort }, { first: 50, ...request }, toNode, bounds);
  };
  return { search, readNow: () => read };
}

describe('a page of what no index finds', () => {
  it('reads no more than its bounds, and says where it goes on', async () => {
    const { search, readNow } = await aList();
    for (const [ends, hits] of [
      ['000', 1],
      ['99', 10],
      ['x', 0],
    ] as const) {
      const found: string[] = [];
      let after: string | undefined;
      let pages = 0;
      for (;;) {
        const page = await search(ends, { after });
        assert.ok(readNow() <= BOUNDS.documents, String(readNow()));
        found.push(...page.items.map(({ node }) => node));
        pages += 1;
        if (!page.hasNextPage) break;
        after = page.endCursor;
        assert.ok(after !== undefined && pages < 10);
      }
      assert.deepEqual(
        [found.length, pages, found],
        [hits, 4, MANY.filter((name) => name.endsWith(ends))],
        ends,
      );
    }
  });

  it('does so backwards too', async () => {
    const { search } = await aList();
    const found: string[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await search('99', { last: 50, before });
      found.unshift(...page.items.map(({ node }) => node));
      if (!page.hasPreviousPage) break;
      before = page.startCursor;
    }
    assert.deepEqual(
      found,
      MANY.filter((name) => name.endsWith('99')),
    );
  });

  it('ends for its time after any part, and has no cursor of its own where the page is full', async () => {
    const { search, readNow } = await aList();
    const late = await search('999', {}, { documents: 1_000, ms: 0 });
    assert.ok(readNow() < 200, String(readNow()));
    assert.deepEqual([late.items.length, late.hasNextPage, typeof late.endCursor], [0, true, 'string']);
    const full = await search('9', { first: 2 });
    assert.deepEqual([full.items.length, full.hasNextPage, full.endCursor], [2, true, undefined]);
  });
});
