import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { InputOf } from '@berth/contracts/define';
import { jobsByIdQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { idFromName, newId } from '@berth/kernel/ids';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, type Answer, startTestGateway } from '../testing/test-client.js';
import { toGlobalId } from './ids.js';

const JOBS = `query ($first: Int, $after: String, $last: Int, $before: String) {
  jobs(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const names = Array.from({ length: 23 }, (_, index) => `job ${index}`);

/** Whether the service was asked to count, call by call. */
const counts: (boolean | undefined)[] = [];

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(jobsQuery, (given) => {
    const { first = 50, after: from, last, before: to, count } = given as InputOf<typeof jobsQuery>;
    const all = names.map((name, index) => ({
      cursor: `c${index}`,
      node: aJob({ name, id: idFromName(name) }),
    }));
    const low = from === undefined ? 0 : Number(from.slice(1)) + 1;
    const high = to === undefined ? all.length : Number(to.slice(1));
    const start = last === undefined ? low : Math.max(low, high - last);
    const end = last === undefined ? Math.min(high, low + first) : high;
    counts.push(count);
    return {
      items: all.slice(start, end),
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      ...(count && { totalCount: all.length }),
    };
  });
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('connections', () => {
  it('count the whole list, and only where that is selected', async () => {
    counts.length = 0;
    await client.data(JOBS, { first: 3 });
    assert.deepEqual(counts, [undefined]);
    counts.length = 0;
    const { jobs } = await client.data('{ jobs(first: 3) { totalCount edges { node { name } } } }');
    assert.equal(jobs.totalCount, 23);
    assert.equal(jobs.edges.length, 3);
    assert.deepEqual(counts, [undefined, true]);
  });

  it('concatenate to the whole list, whatever the sizes of the pages, in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        async (sizes) => {
          const forwards: string[] = [];
          const backwards: string[] = [];
          let connection: Answer['body'];
          for (let page = 0; connection?.pageInfo.hasNextPage ?? true; page += 1) {
            const variables = { first: sizes[page % sizes.length], after: connection?.pageInfo.endCursor };
            ({ jobs: connection } = await client.data(JOBS, variables));
            forwards.push(...connection.edges.map((edge: Answer['body']) => edge.node.name));
          }
          connection = undefined;
          for (let page = 0; connection?.pageInfo.hasPreviousPage ?? true; page += 1) {
            const variables = { last: sizes[page % sizes.length], before: connection?.pageInfo.startCursor };
            ({ jobs: connection } = await client.data(JOBS, variables));
            backwards.unshift(...connection.edges.map((edge: Answer['body']) => edge.node.name));
          }
          assert.deepEqual(forwards, names);
          assert.deepEqual(backwards, names);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('nodes', () => {
  it('come in the order of their ids, asked for at once; null for what is not there', async () => {
    const [one, two, none] = [newId(), newId(), newId()];
    let asked = 0;
    platform.answer(jobsByIdQuery, ({ ids }) => {
      asked += 1;
      return [one, two].filter((id) => (ids as string[]).includes(id)).map((id) => aJob({ id, name: id }));
    });
    const ids = [two, none, one].map((id) => toGlobalId('Job', id));
    const { nodes, node } = await client.data(
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { ... on Job { name } } node(id: $id) { id } }',
      { ids, id: ids[0] },
    );
    assert.deepEqual(nodes, [{ name: two }, null, { name: one }]);
    assert.deepEqual(node, { id: ids[0] });
    assert.equal(asked, 1);
  });

  for (const id of [
    'nonsense',
    '',
    toGlobalId('Job', 'x'),
    `${toGlobalId('Job', newId())}x`,
    toGlobalId('Money', newId()),
  ]) {
    it(`refuse what is no id by name: ${JSON.stringify(id.slice(0, 20))}`, async () => {
      const { body } = await client.ask('query ($id: ID!) { node(id: $id) { id } }', { id });
      assert.deepEqual(body.errors[0].extensions, { code: 'VALIDATION_FAILED', field: 'id' });
    });
  }
});
