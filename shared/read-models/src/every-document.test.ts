import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { everyDocument } from './every-document.js';
import { memoryReadModels } from './testing/memory-read-models.js';

const COUNT = 1_203;
const NUMBERED = { name: 'numbered', indexes: [{ fields: ['n'] }] };

async function numbered() {
  const collection = memoryReadModels().collection<{ n: number }>(NUMBERED);
  await collection.write(
    Array.from({ length: COUNT }, (_, n) => ({ id: `${n}`, document: { n }, position: toPosition(1) })),
  );
  const asked = { times: 0 };
  const query: typeof collection.query = (what) => {
    asked.times += 1;
    return collection.query(what);
  };
  return { collection: { ...collection, query }, asked };
}

const sort = [{ field: 'n', direction: 'asc' }] as const;
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

describe('every document that a query finds', () => {
  it('gives each once, in the order of the query, either way', async () => {
    const { collection } = await numbered();
    const found = await Array.fromAsync(everyDocument(collection, { sort }), ({ document }) => document.n);
    assert.deepEqual(found, upTo(COUNT));
    const backwards = everyDocument(collection, { sort, backwards: true });
    assert.deepEqual(await Array.fromAsync(backwards, ({ document }) => document.n), upTo(COUNT).reverse());
    const few = everyDocument(collection, { sort, where: { n: { lt: 3 } } });
    assert.deepEqual(await Array.fromAsync(few, ({ document }) => document.n), [0, 1, 2]);
  });

  it('gives others their turn between pages', async () => {
    const { collection } = await numbered();
    const seenAtTurns: number[] = [];
    let seen = 0;
    const turn = (): void => {
      seenAtTurns.push(seen);
      if (seen < COUNT) setImmediate(turn);
    };
    setImmediate(turn);
    for await (const _ of everyDocument(collection)) seen += 1;
    assert.ok(
      seenAtTurns.some((at) => at > 0 && at < COUNT),
      'nobody else had a turn',
    );
  });

  it('reads no more once the caller has enough', async () => {
    const { collection, asked } = await numbered();
    for await (const { document } of everyDocument(collection, { sort })) if (document.n === 10) break;
    assert.equal(asked.times, 1);
  });
});
