import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, type Answer, startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform, { BERTH_MAX_BODY_BYTES: '65536' });
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const SUBMIT = 'mutation ($input: SubmitJobInput!) { submitJob(input: $input) { __typename } }';
const good = { name: 'a', project: 'b' };

describe('wrong fields are named', () => {
  const fields: readonly [query: string, variables: object, ...fields: string[]][] = [
    [SUBMIT, {}, 'input'],
    [SUBMIT, { input: {} }, 'input.name', 'input.project'],
    [SUBMIT, { input: { ...good, foo: 1 } }, 'input.foo'],
    [SUBMIT, { input: { ...good, name: 7 } }, 'input.name'],
    [SUBMIT, { input: { ...good, gpus: { count: 'two' } } }, 'input.gpus.count'],
    [SUBMIT, { input: { ...good, gpus: { cuont: 1 } } }, 'input.gpus.cuont'],
    [SUBMIT, { input: { ...good, env: [{ name: 'A' }] } }, 'input.env[0].value'],
    [SUBMIT, { input: { ...good, class: 'gaming' } }, 'input.class'],
    [SUBMIT, { input: [1] }, 'input'],
    [
      'mutation { submitJob(input: { nam: "a" }) { __typename } }',
      {},
      'input.name',
      'input.project',
      'input.nam',
    ],
    ['mutation { submitJob(input: { name: 1, project: "b" }) { __typename } }', {}, 'input.name'],
    [
      'mutation { submitJob(input: { name: "a", project: "b", gpus: { count: "x" } }) { __typename } }',
      {},
      'input.gpus.count',
    ],
    ['{ jobs(first: "a") { edges { cursor } } }', {}, 'first'],
    ['{ jobs(frist: 1) { edges { cursor } } }', {}, 'frist'],
    ['{ jobz { id } }', {}, 'jobz'],
    ['{ job(id: $id) { id } }', {}, 'id'],
    ['query ($first: Int) { jobs(first: $first) { edges { cursor } } }', { first: '1' }, 'first'],
    ['{ queue { edges { cursor } } }', {}, 'pool'],
  ];

  it('variables that are nested without end, as a whole', async () => {
    let labels: object = {};
    for (let level = 0; level < 3_000; level += 1) labels = { a: labels };
    const { status, body } = await client.ask(SUBMIT, { input: { ...good, labels } });
    assert.equal(status, 400);
    const problem = body as unknown as { field: string; detail: string };
    assert.deepEqual(
      [problem.field, problem.detail],
      ['variables', 'variables: must not be nested more than 64 deep'],
    );
  });

  for (const [query, variables, ...expected] of fields) {
    it(`${expected.join(' and ')} in ${query.slice(0, 60)} ${JSON.stringify(variables)}`, async () => {
      const { status, body } = await client.ask(query, variables);
      assert.equal(status, 200);
      assert.equal(body.data, undefined);
      const named = body.errors.map((error: Answer['body']) => error.extensions.field);
      assert.deepEqual(new Set(named), new Set(expected));
      for (const { message, extensions } of body.errors) {
        assert.doesNotMatch(message, /Did you mean/);
        assert.ok(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'].includes(extensions.code));
      }
    });
  }

  it('suggests in development', async () => {
    const development = await startTestGateway(platform, { BERTH_ENV: 'development' });
    const { body } = await new TestClient(development).ask('{ jobz { id } }');
    assert.match(body.errors[0].message, /Did you mean/);
    const page = await new TestClient(development).send('/graphql', { headers: { accept: 'text/html' } });
    assert.match(page.body, /GraphiQL/);
    await development.stop();
    const none = await client.send('/graphql', { headers: { accept: 'text/html' } });
    assert.equal(none.status, 406);
  });
});

describe('requests that are none', () => {
  const sent: readonly [why: string, body: unknown, status: number, field: string][] = [
    ['no JSON', '{', 400, 'body'],
    ['a batch', [{ query: '{ __typename }' }], 400, 'body'],
    ['a number', 7, 400, 'body'],
    ['no query', {}, 400, 'query'],
    ['a query that is no text', { query: 1 }, 400, 'query'],
    ['variables that are no object', { query: '{ __typename }', variables: [] }, 400, 'variables'],
    [
      'an operation name that is no text',
      { query: '{ __typename }', operationName: 1 },
      400,
      'operationName',
    ],
    ['a body beyond the limit', { query: `{ __typename } #${'x'.repeat(70_000)}` }, 413, 'body'],
  ];
  for (const [why, body, status, field] of sent) {
    it(`${why}: ${status}`, async () => {
      const answer = await client.post('/graphql', body);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(answer.body.field, field);
    });
  }

  it('a body beyond the limit that does not say so: 413', async () => {
    const body = new Blob([`{"query":"#${'x'.repeat(70_000)}"}`]).stream();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    assert.equal((await client.send('/graphql', init as RequestInit)).status, 413);
  });

  it('a mutation by GET: 405; a subscription by JSON: 406; an answer that nobody can read: 406', async () => {
    const mutation = encodeURIComponent('mutation { logout(input: {}) { __typename } }');
    assert.equal((await client.send(`/graphql?query=${mutation}`)).status, 405);
    const subscription = await client.ask('subscription { jobEvents { cursor } }');
    assert.equal(subscription.status, 406);
    assert.equal((await client.ask('{ __typename }', {}, { accept: 'image/png' })).status, 406);
  });

  it('parts of many media types: 406, unless another one will do', async () => {
    assert.equal((await client.ask('{ __typename }', {}, { accept: 'multipart/mixed' })).status, 406);
    const accept = 'multipart/mixed, application/json';
    const { headers, status } = await client.ask('{ __typename }', {}, { accept });
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/json; charset=utf-8']);
  });

  it('an operation that is not there, or not said', async () => {
    const query = 'query A { __typename } query B { __typename }';
    for (const operationName of [undefined, 'C']) {
      const { body } = await client.post('/graphql', { query, operationName });
      assert.equal(body.errors[0].extensions.field, 'operationName');
    }
    const { body } = await client.post('/graphql', { query, operationName: 'B' });
    assert.deepEqual(body, { data: { __typename: 'Query' } });
  });
});
