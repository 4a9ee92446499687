import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, CollectionDefinition, Query } from '../read-models.js';
import { aWrite, type WithReadModels } from './harness.js';
import { memoryReadModels } from './memory-read-models.js';

const ANYTHING: CollectionDefinition = {
  name: 'anything',
  indexes: [{ fields: ['a', 'b.c'] }, { fields: ['b.c'] }, { fields: ['d'] }],
};
const FIELDS = ['a', 'b.c', 'd'] as const;

/** Few values, so that they meet; of every type, so that they mix. */
const scalar = fc.constantFrom(null, 0, 1, -2.5, 1e300, '', 'a', 'B', 'é', '\uffee', '🚀', true, false);
const document = fc.record({ a: scalar, b: fc.record({ c: scalar }), d: scalar }, { requiredKeys: [] });
const id = fc.constantFrom('i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6', 'i7', 'é', 'Z');
const write = fc.tuple(id, fc.option(document, { freq: 4 }), fc.integer({ min: 1, max: 6 }));
const range = scalar.filter((value) => value !== null);
const condition = fc.oneof(
  fc.record({ eq: scalar }),
  fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ gt: range, gte: range, lt: range, lte: range }, { requiredKeys: [] }),
);
const query: fc.Arbitrary<Query> = fc.record(
  {
    where: fc.dictionary(fc.constantFrom(...FIELDS), condition, { maxKeys: 2 }),
    sort: fc.uniqueArray(
      fc.record({
        field: fc.constantFrom(...FIELDS),
        direction: fc.constantFrom('asc' as const, 'desc' as const),
      }),
      { selector: ({ field }) => field, maxLength: 3 },
    ),
    backwards: fc.boolean(),
    limit: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: [] },
);

async function answers(collection: Collection<JsonObject>, asked: Query) {
  const first = await collection.query(asked);
  const cursor = first.items[asked.backwards ? 0 : first.items.length - 1]?.cursor;
  const second = cursor === undefined ? undefined : await collection.query({ ...asked, cursor });
  return { first, second, count: await collection.count(asked.where) };
}

export function modelContract(withReadModels: WithReadModels): void {
  describe('against a model in memory', () => {
    it(
      'answers every query alike, whatever was written',
      withReadModels(async ({ readModels }) => {
        const collection = readModels.collection(ANYTHING);
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 4 }),
            fc.array(query, { minLength: 1, maxLength: 4 }),
            async (batches, queries) => {
              const model = memoryReadModels().collection(ANYTHING);
              await collection.clear();
              for (const batch of batches) {
                const writes = batch.map(([each, content, position]) =>
                  aWrite<JsonObject>(each, content, position),
                );
                await Promise.all([collection.write(writes), model.write(writes)]);
              }
              for (const asked of queries)
                assert.deepEqual(await answers(collection, asked), await answers(model, asked));
            },
          ),
          { numRuns: 150 },
        );
      }),
    );
  });
}
