import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { aNewEvent, newEvents } from '@berth/event-store/testing';
import { RejectedError } from '@berth/kernel/rejection';
import { newId } from '@berth/kernel/ids';
import { readHistory, type HistoryFilter } from './history.js';
import type { PageRequest } from './paging.js';
import { openTestStore } from './testing/stores.js';

async function aStream(events: number) {
  const store = await openTestStore();
  await store.append('job:1', newEvents(events), 'noStream');
  return (request: Partial<PageRequest>) =>
    readHistory('scheduler', store, 'job:1', { first: 50, ...request });
}
const shown = (page: Awaited<ReturnType<Awaited<ReturnType<typeof aStream>>>>) => [
  page.items.map(({ node }) => node.revision),
  page.hasNextPage,
  page.hasPreviousPage,
];

describe('the history of an entity', () => {
  it('gives each event with who, when, by which command and why', async () => {
    const page = await (await aStream(1))({});
    const entry = page.items[0]!.node;
    assert.equal(entry.service, 'scheduler');
    assert.equal(entry.actor.kind, 'user');
    assert.ok(entry.command && entry.commandId && entry.causationId && entry.recordedAt && entry.position);
  });

  it('says that a value was sealed, and lets none of it out', async () => {
    const store = await openTestStore();
    const env = { keyId: 'project:1', iv: 'aXY=', data: 'Y2lwaGVydGV4dA==' };
    const data = { jobId: '1', env, nested: { list: [env, { keyId: 'an own member' }] } };
    await store.append('job:1', [aNewEvent({ data })], 'noStream');
    const { items } = await readHistory('scheduler', store, 'job:1', { first: 1 });
    assert.deepEqual(items[0]?.node.data, {
      jobId: '1',
      env: 'sealed',
      nested: { list: ['sealed', { keyId: 'an own member' }] },
    });
  });

  it('is paged forwards', async () => {
    const page = await aStream(5);
    const first = await page({ first: 2 });
    assert.deepEqual(shown(first), [[0, 1], true, false]);
    assert.deepEqual(shown(await page({ first: 2, after: '1' })), [[2, 3], true, true]);
    assert.deepEqual(shown(await page({ first: 2, after: '3' })), [[4], false, true]);
    assert.deepEqual(shown(await page({ first: 2, after: '9' })), [[], false, true]);
  });

  it('is paged backwards, in the order of time', async () => {
    const page = await aStream(5);
    assert.deepEqual(shown(await page({ last: 2 })), [[3, 4], false, true]);
    assert.deepEqual(shown(await page({ last: 2, before: '3' })), [[1, 2], true, true]);
    assert.deepEqual(shown(await page({ last: 2, before: '1' })), [[0], true, false]);
    assert.deepEqual(shown(await page({ last: 2, before: '0' })), [[], true, false]);
  });

  it('is paged newest first, both ways', async () => {
    const page = await aStream(5);
    const newest = (request: Partial<PageRequest>) => page({ ...request, sort: 'newest' } as never);
    assert.deepEqual(shown(await newest({ first: 2 })), [[4, 3], true, false]);
    assert.deepEqual(shown(await newest({ first: 2, after: '3' })), [[2, 1], true, true]);
    assert.deepEqual(shown(await newest({ first: 2, after: '1' })), [[0], false, true]);
    assert.deepEqual(shown(await newest({ first: 2, after: '0' })), [[], false, true]);
    assert.deepEqual(shown(await newest({ last: 2 })), [[1, 0], false, true]);
    assert.deepEqual(shown(await newest({ last: 2, before: '1' })), [[3, 2], true, true]);
    assert.deepEqual(shown(await newest({ last: 2, before: '3' })), [[4], true, false]);
  });

  it('is narrowed by event, by who did it and by time, within bounds', async () => {
    const store = await openTestStore();
    const [ada, bob] = [newId(), newId()];
    const event = (name: string, actor: { kind: 'user' | 'token' | 'system'; id: string }) => {
      const made = aNewEvent({ type: `scheduler.job.${name}.v1` });
      return { ...made, metadata: { ...made.metadata, actor } };
    };
    const of = (id: string) => ({ kind: 'user', id }) as const;
    const many = Array.from({ length: 30 }, () => event('updated', of(bob)));
    const events = [event('submitted', of(ada)), ...many, event('placed', { kind: 'system', id: ada })];
    await store.append('job:1', [...events, event('ended', { kind: 'token', id: `${ada}/t1` })], 'noStream');
    const bounds = { events: 10, ms: 60_000 };
    const page = (filter: HistoryFilter, request: Partial<PageRequest> = {}, within?: typeof bounds) =>
      readHistory('scheduler', store, 'job:1', { first: 5, ...request, ...filter }, within);
    assert.deepEqual(shown(await page({ types: ['submitted', 'ended'] })), [[0, 32], false, false]);
    assert.deepEqual(shown(await page({ types: ['scheduler.job.placed.v1'] })), [[31], false, false]);
    assert.deepEqual(shown(await page({ userId: ada })), [[0, 32], false, false]);
    assert.deepEqual(shown(await page({ userId: bob, sort: 'newest' })), [[30, 29, 28, 27, 26], true, false]);
    assert.deepEqual(shown(await page({ until: '2000-01-01T00:00:00.000Z' })), [[], false, false]);
    assert.equal((await page({ from: '2000-01-01T00:00:00.000Z' })).items.length, 5);

    const found: number[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const part = await page({ userId: ada }, { after }, bounds);
      found.push(...part.items.map(({ node }) => node.revision));
      after = part.hasNextPage ? (part.endCursor ?? part.items.at(-1)?.cursor) : undefined;
      pages += 1;
    } while (after !== undefined && pages < 10);
    assert.deepEqual([found, pages], [[0, 32], 4]);
    const back = await page({ types: ['submitted'] }, { last: 5 }, bounds);
    assert.deepEqual([back.items.length, back.hasPreviousPage, back.startCursor], [0, true, '23']);
  });

  it('refuses a cursor that is none', async () => {
    const page = await aStream(1);
    for (const wrong of ['x', '-1', '1.5', '99999999999999999']) {
      await assert.rejects(page({ after: wrong }), RejectedError);
    }
  });
});
