import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { aNewEvent, newEvents } from '@berth/event-store/testing';
import { RejectedError } from '@berth/kernel/rejection';
import { readHistory } from './history.js';
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

  it('refuses a cursor that is none', async () => {
    const page = await aStream(1);
    for (const wrong of ['x', '-1', '1.5', '99999999999999999']) {
      await assert.rejects(page({ after: wrong }), RejectedError);
    }
  });
});
