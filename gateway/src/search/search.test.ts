import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import {
  projectsByIdQuery,
  projectsQuery,
  usersByIdQuery,
  usersQuery,
} from '@berth/contracts/auth/operations';
import {
  hostsByIdQuery,
  hostsQuery,
  poolsByIdQuery,
  poolsQuery,
} from '@berth/contracts/inventory/operations';
import { jobsByIdQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { reservationsByIdQuery, reservationsQuery } from '@berth/contracts/scheduler/reservations';
import { workflowsByIdQuery, workflowsQuery } from '@berth/contracts/scheduler/workflow';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { toGlobalId } from '../graphql/ids.js';
import { aHost, aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient } from '../testing/test-client.js';

const job = aJob({ name: 'train' });
const other = aJob({ id: newId(), name: 'Train 2' });
const host = aHost({ id: newId() });
const LISTS = [
  jobsQuery,
  hostsQuery,
  poolsQuery,
  usersQuery,
  projectsQuery,
  reservationsQuery,
  workflowsQuery,
];
const BY_ID = [
  jobsByIdQuery,
  hostsByIdQuery,
  poolsByIdQuery,
  usersByIdQuery,
  projectsByIdQuery,
  reservationsByIdQuery,
  workflowsByIdQuery,
];
const pageOf = <T extends { readonly id: string }>(nodes: readonly T[], hasNextPage = false) => ({
  items: nodes.map((node) => ({ cursor: node.id, node })),
  hasNextPage,
  hasPreviousPage: false,
});
const SEARCH = `query ($text: String!, $kinds: [SearchKind!], $first: Int) {
  search(text: $text, kinds: $kinds, first: $first) {
    hits { kind name node { __typename id ... on Job { state } ... on Host { status } } }
    more
    failures { kind code message }
  }
}`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  for (const list of LISTS) platform.answer(list, () => pageOf([]) as never);
  for (const byId of BY_ID) platform.answer(byId, () => [] as never);
});

const search = async (variables: object) => (await client.data(SEARCH, variables)).search;

describe('a search', () => {
  it('asks each service for its kinds, and shows what they give, kind by kind', async () => {
    let asked: object = {};
    platform.answer(jobsQuery, (given) => ((asked = given), pageOf([job, other], true)));
    platform.answer(hostsQuery, () => pageOf([host]) as never);
    const { hits, more, failures } = await search({ text: ' train ' });
    assert.deepEqual(asked, { search: 'train', first: 5 });
    assert.deepEqual(
      hits.map((hit: { kind: string; node: { __typename: string } }) => [hit.kind, hit.node.__typename]),
      [
        ['JOB', 'Job'],
        ['JOB', 'Job'],
        ['HOST', 'Host'],
      ],
    );
    assert.equal(hits[0].node.state, job.state.toUpperCase());
    assert.equal(hits[2].node.id, toGlobalId('Host', host.id));
    assert.deepEqual([more, failures], [['JOB'], []]);
  });

  it('asks for the kinds that are wanted only', async () => {
    platform.refuse(jobsQuery, reject('UNAVAILABLE', 'must not be asked'));
    platform.answer(hostsQuery, () => pageOf([host]) as never);
    const { hits, failures } = await search({ text: 'x', kinds: ['HOST', 'POOL', 'HOST'] });
    assert.deepEqual([hits.length, failures], [1, []]);
  });

  it('finds by the whole id, of either kind of id, and shows it once and first', async () => {
    platform.answer(jobsByIdQuery, ({ ids }) =>
      [job].filter(({ id }) => (ids as readonly string[]).includes(id)),
    );
    platform.answer(jobsQuery, () => pageOf([other, job]));
    for (const text of [job.id, job.id.toLowerCase(), toGlobalId('Job', job.id)]) {
      const { hits } = await search({ text, kinds: ['JOB', 'HOST'], first: 2 });
      assert.deepEqual(
        hits.map(({ name }: { name: string }) => name),
        ['train', 'Train 2'],
        text,
      );
    }
  });

  it('answers for the services that are there, and says which kinds are missing', async () => {
    const unavailable = reject('UNAVAILABLE', 'inventory is not available');
    for (const away of [hostsQuery, poolsQuery]) platform.refuse(away, unavailable);
    platform.answer(jobsQuery, () => pageOf([job]));
    const { hits, failures } = await search({ text: 'train' });
    assert.equal(hits.length, 1);
    assert.deepEqual(failures, [
      { kind: 'HOST', code: 'UNAVAILABLE', message: 'inventory is not available' },
      { kind: 'POOL', code: 'UNAVAILABLE', message: 'inventory is not available' },
    ]);
    const { errors } = (await client.ask(SEARCH, { text: 'train', kinds: ['HOST', 'POOL'] })).body;
    assert.equal(errors[0].extensions.code, 'UNAVAILABLE');
  });

  it('is refused without a log-in', async () => {
    const { errors } = (await new TestClient(gateway).ask(SEARCH, { text: 'train' })).body;
    assert.equal(errors[0].extensions.code, 'UNAUTHENTICATED');
  });

  for (const [why, variables, field, details] of [
    ['no text', { text: '  ' }, 'text', { minimum: 1, maximum: 120, given: 0 }],
    ['a text that is too long', { text: 'x'.repeat(121) }, 'text', { minimum: 1, maximum: 120, given: 121 }],
    ['no kinds', { text: 'x', kinds: [] }, 'kinds', { minimum: 1, maximum: 7, given: 0 }],
    ['too many', { text: 'x', first: 21 }, 'first', { minimum: 1, maximum: 20, given: 21 }],
    ['none', { text: 'x', first: 0 }, 'first', { minimum: 1, maximum: 20, given: 0 }],
  ] as const)
    it(`is refused for ${why}`, async () => {
      const { errors } = (await client.ask(SEARCH, variables)).body;
      assert.partialDeepStrictEqual(errors[0].extensions, { code: 'VALIDATION_FAILED', field, details });
    });

  it('is had by REST', async () => {
    platform.answer(jobsQuery, () => pageOf([job]));
    const found = await client.send('/api/v1/search?text=train&kinds=job,host&limit=3');
    assert.equal(found.status, 200, JSON.stringify(found.body));
    const [hit] = found.body.hits;
    assert.deepEqual([hit.kind, hit.name, hit.node.id], ['JOB', 'train', toGlobalId('Job', job.id)]);
    const wrong = await client.send('/api/v1/search?text=train&kinds=cow');
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'kinds']);
    const without = await client.send('/api/v1/search');
    assert.deepEqual([without.status, without.body.field], [400, 'text']);
  });
});
