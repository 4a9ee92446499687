import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { RejectedError } from '@berth/kernel/rejection';
import { memoryReadModels } from '@berth/read-models/testing';
import { queryPage, type PageRequest } from './paging.js';

async function aList(...names: readonly string[]) {
  const things = memoryReadModels().collection<{ name: string }>({
    name: 'things',
    indexes: [{ fields: ['name'] }],
  });
  const addAll = (more: readonly string[]) =>
    things.write(more.map((name) => ({ id: name, document: { name }, position: toPosition(1) })));
  await addAll(names);
  const sort = [{ field: 'name', direction: 'asc' }] as const;
  const page = (request: Partial<PageRequest>) =>
    queryPage(things, { sort }, { first: 50, ...request }, ({ document }) => document.name);
  return { page, add: (...more: readonly string[]) => addAll(more) };
}
const nodes = (page: { items: readonly { node: string }[] }) => page.items.map(({ node }) => node);

describe('paging a collection', () => {
  it('forwards: pages concatenate to the whole, also while more is added', async () => {
    const { page, add } = await aList('a', 'b', 'd', 'e');
    const first = await page({ first: 2 });
    assert.deepEqual([nodes(first), first.hasNextPage, first.hasPreviousPage], [['a', 'b'], true, false]);
    await add('aa', 'c');
    const second = await page({ first: 2, after: first.items[1]!.cursor });
    assert.deepEqual([nodes(second), second.hasNextPage, second.hasPreviousPage], [['c', 'd'], true, true]);
    const third = await page({ first: 2, after: second.items[1]!.cursor });
    assert.deepEqual([nodes(third), third.hasNextPage], [['e'], false]);
  });

  it('backwards: from the end, in the same order', async () => {
    const { page } = await aList('a', 'b', 'c');
    const last = await page({ last: 2 });
    assert.deepEqual([nodes(last), last.hasNextPage, last.hasPreviousPage], [['b', 'c'], false, true]);
    const before = await page({ last: 2, before: last.items[0]!.cursor });
    assert.deepEqual([nodes(before), before.hasNextPage, before.hasPreviousPage], [['a'], true, false]);
  });

  it('has no page of nothing', async () => {
    const { page } = await aList();
    assert.deepEqual(await page({}), { items: [], hasNextPage: false, hasPreviousPage: false });
  });

  for (const [wrong, field] of [
    [{ after: 'nonsense' }, 'after'],
    [{ before: 'nonsense' }, 'before'],
    [{ after: 'x', before: 'y' }, 'before'],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}, naming ${field}`, async () => {
      const { page } = await aList('a');
      await assert.rejects(page(wrong), (error: unknown) => {
        assert.ok(error instanceof RejectedError);
        return error.rejection.code === 'VALIDATION_FAILED' && error.rejection.field === field;
      });
    });
  }
});
