import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { jwksQuery } from '@berth/contracts/auth/operations';
import { jobsQuery } from '@berth/contracts/scheduler/operations';
import { reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(jobsQuery, () => ({ items: [], hasNextPage: false, hasPreviousPage: false }));
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const nested = (levels: number): string =>
  `{ jobs { edges { node { ${'pending { ahead { '.repeat(levels)} name ${'} }'.repeat(levels)} } } } }`;
const repeated = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
/** Each fragment spreads the next twice. */
const doubling = (count: number): string =>
  `{ jobs { edges { node { ...F0 } } } } ${repeated(
    count,
    (index) =>
      `fragment F${index} on Job { ${index === count - 1 ? 'name' : `...F${index + 1} ...F${index + 1}`} }`,
  )}`;

const REFUSED: readonly [why: string, query: string, variables: object, code: string][] = [
  ['too deep', nested(5), {}, 'QUERY_TOO_DEEP'],
  [
    'too deep by way of fragments',
    `{ jobs { edges { node { ...A } } } }
     fragment A on Job { pending { ahead { ...B } } } fragment B on Job { pending { ahead { ...C } } }
     fragment C on Job { pending { ahead { pending { ahead { pending { ahead { name } } } } } } }`,
    {},
    'QUERY_TOO_DEEP',
  ],
  ['too many aliases', `{ ${repeated(31, (index) => `a${index}: __typename`)} }`, {}, 'TOO_MANY_ALIASES'],
  ['too long', `{ ${repeated(4001, () => '__typename')} }`, {}, 'TOO_MANY_TOKENS'],
  ['of equal fields', `{ ${repeated(990, () => 'viewer { id }')} }`, {}, 'DOCUMENT_TOO_COMPLEX'],
  [
    'of equal fields deep within equal fields',
    `{ ${repeated(30, () => `jobs { edges { node { ${repeated(12, () => 'name')} } } }`)} }`,
    {},
    'DOCUMENT_TOO_COMPLEX',
  ],
  [
    'of fragments that all meet',
    `{ ${repeated(200, (index) => `...F${index}`)} }
     ${repeated(200, (index) => `fragment F${index} on Query { viewer { id } }`)}`,
    {},
    'DOCUMENT_TOO_COMPLEX',
  ],
  [
    'of fragments that spread each other in many places',
    `{ viewer { ...F0 } } ${repeated(
      20,
      (index) =>
        `fragment F${index} on User { ${repeated(8, (field) => `f${field}: id ...F${index + 1}`)} x { ...F${index + 1} } y { ...F${index + 1} } }`,
    )}`.replace(/f\d+: /g, ''),
    {},
    'DOCUMENT_TOO_COMPLEX',
  ],
  [
    'of many operations',
    repeated(11, (index) => `query Q${index} { __typename }`),
    {},
    'DOCUMENT_TOO_COMPLEX',
  ],
  ['too costly', nested(3).replace('jobs', 'jobs(first: 200)'), {}, 'QUERY_TOO_COSTLY'],
  [
    'too costly by a variable',
    'query ($first: Int) { jobs(first: $first) { edges { node { name state createdAt } } } }',
    { first: 10_000 },
    'QUERY_TOO_COSTLY',
  ],
  [
    "too costly by a variable's default",
    'query ($first: Int = 10000) { jobs(first: $first) { edges { node { name state createdAt } } } }',
    {},
    'QUERY_TOO_COSTLY',
  ],
  [
    'too costly by many ids',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Job { name state createdAt } } }',
    { ids: Array.from({ length: 6000 }, () => 'x') },
    'QUERY_TOO_COSTLY',
  ],
  [
    'too costly by pages within a page',
    '{ jobs(first: 100) { edges { node { logs(first: 500) { lines { text } } } } } }',
    {},
    'QUERY_TOO_COSTLY',
  ],
  ['too costly by fragments that double', doubling(28), {}, 'QUERY_TOO_COSTLY'],
  [
    'a fragment that spreads itself',
    '{ jobs { ...F } } fragment F on QueryJobsConnection { ...F }',
    {},
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'introspection too deep',
    `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} }'.repeat(6)} } } }`,
    {},
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['no syntax', '{ jobs {', {}, 'GRAPHQL_PARSE_FAILED'],
];

describe('limits of queries', () => {
  for (const [why, query, variables, code] of REFUSED) {
    it(`refuses one that is ${why}, soon`, async () => {
      const began = performance.now();
      const { body } = await client.ask(query, variables);
      assert.equal(body.data, undefined);
      assert.equal(body.errors[0].extensions.code, code);
      assert.ok(performance.now() - began < 2000);
    });
  }

  for (const [why, query] of [
    ['introspection', getIntrospectionQuery()],
    [
      'a full page',
      '{ jobs(first: 200) { edges { node { id name state project { name } runs { number state host { name } } } } } }',
    ],
  ] as const) {
    it(`allows ${why}`, async () => {
      await client.data(query);
    });
  }
});

describe('limits of rate', () => {
  it('limit each caller and each anonymous address separately', async () => {
    const slow = await startTestGateway(platform, {
      BERTH_RATE_LIMIT_PER_MINUTE: '10',
      BERTH_ANONYMOUS_RATE_LIMIT_PER_MINUTE: '4',
    });
    const statuses = async (of: TestClient, count: number) => {
      const answers = [];
      for (let index = 0; index < count; index += 1) answers.push(await of.ask('{ __typename }'));
      return answers.map(({ status }) => status);
    };
    const anonymous = new TestClient(slow);
    assert.deepEqual(await statuses(anonymous, 3), [200, 200, 429]);
    assert.deepEqual(await statuses(anonymous.as('forged'), 1), [429]);
    const one = anonymous.as(await platform.issuer.token());
    assert.deepEqual(await statuses(one, 6), [200, 200, 200, 200, 200, 429]);
    assert.deepEqual(await statuses(anonymous.as(await platform.issuer.token()), 1), [200]);
    const refused = await one.ask('{ __typename }');
    assert.equal(refused.body.title, 'RATE_LIMITED');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await anonymous.post('/join', {})).status, 429);
    await slow.stop();
  });

  it('hold back who asks little often, but much', async () => {
    const slow = await startTestGateway(platform, {
      BERTH_COST_LIMIT_PER_MINUTE: '4000',
      BERTH_ANONYMOUS_COST_LIMIT_PER_MINUTE: '400',
    });
    const page = (size: number) => `{ jobs(first: ${size}) { edges { node { name state createdAt } } } }`;
    const one = new TestClient(slow, await platform.issuer.token());
    const statuses: number[] = [];
    while (statuses.length < 10 && statuses.at(-1) !== 429) statuses.push((await one.ask(page(150))).status);
    assert.equal(statuses.at(-1), 429);
    assert.ok(statuses.length > 2 && statuses.length < 6, String(statuses.length));
    // What is remembered and costs little is answered still, and so is another caller.
    assert.equal((await one.ask('{ __typename }')).status, 200);
    const other = one.as(await platform.issuer.token());
    assert.equal((await other.ask(page(150))).status, 200);
    // Anonymous callers are charged for parsing, even if the request is refused.
    const anonymous = new TestClient(slow);
    const nonsense = (length: number) => anonymous.ask(`{ ${'x'.repeat(length)} }`);
    assert.equal((await nonsense(1_500)).status, 200);
    assert.equal((await nonsense(1_501)).status, 429);
    assert.equal((await nonsense(1_500)).status, 200);
    await slow.stop();
  });

  it('do not apply to callers whose tokens cannot be verified while auth is unavailable', async () => {
    platform.refuse(jwksQuery, reject('UNAVAILABLE', 'auth is away'));
    const fresh = await startTestGateway(platform, { BERTH_ANONYMOUS_RATE_LIMIT_PER_MINUTE: '4' });
    const caller = new TestClient(fresh, await platform.issuer.token());
    for (let count = 0; count < 6; count += 1) {
      const { status, body } = await caller.ask('{ __typename }');
      assert.deepEqual([status, body.title], [503, 'UNAVAILABLE']);
    }
    assert.equal((await new TestClient(fresh).ask('{ __typename }')).status, 200);
    await fresh.stop();
    platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk] }));
  });

  it('leave others their share of a service, whatever one caller sends at once', async () => {
    const [busy, quiet] = [await platform.issuer.token(), await platform.issuer.token()];
    const page = { items: [], hasNextPage: false, hasPreviousPage: false };
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const held = { now: 0, most: 0 };
    platform.answer(jobsQuery, async (_input, { token }) => {
      if (token !== busy) return page;
      held.most = Math.max(held.most, (held.now += 1));
      await released;
      held.now -= 1;
      return page;
    });
    const query = '{ jobs { edges { cursor } } }';
    const many = Array.from({ length: 300 }, () => client.as(busy).ask(query));
    try {
      await eventually(() => assert.equal(held.now, 16));
      assert.deepEqual((await client.as(quiet).ask(query)).body.errors, undefined);
      assert.equal(held.most, 16);
    } finally {
      release();
    }
    const answers = await Promise.all(many);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    platform.answer(jobsQuery, () => page);
  });

  it('hold back streams beyond the most', async () => {
    const small = await startTestGateway(platform, { BERTH_MAX_SUBSCRIPTIONS: '1' });
    const user = new TestClient(small, await platform.issuer.token({ role: 'operator' }));
    // Before that it may end a stream at once, for want of events.
    await eventually(async () => assert.equal((await user.send('/readyz')).status, 200));
    const headers = { accept: 'text/event-stream' };
    const body = { query: 'subscription { jobEvents { cursor } }' };
    const open = await fetch(`${small.url}/graphql`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        authorization: `Bearer ${await platform.issuer.token()}`,
      },
      body: JSON.stringify(body),
    });
    assert.equal(open.status, 200);
    const refused = await user.post('/graphql', body, headers);
    assert.equal(refused.status, 503);
    await open.body?.cancel();
    await small.stop();
  });
});
