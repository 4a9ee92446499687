import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { RpcRequest } from '@berth/bus/rpc-messages';
import {
  login,
  projectsByIdQuery,
  revokeApiToken,
  usersByIdQuery,
  usersQuery,
} from '@berth/contracts/auth/operations';
import { poolsByIdQuery, removeHost } from '@berth/contracts/inventory/operations';
import { cancelJob, deleteJob, jobQuery, jobsQuery, submitJob } from '@berth/contracts/scheduler/operations';
import { reserve } from '@berth/contracts/scheduler/reservations';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { aHost, aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const POSITION = '00000000000000000042';
const job = aJob();
const ADA = {
  id: job.userId,
  username: 'ada',
  role: 'member',
  status: 'active',
  profile: {},
  personalData: 'readable',
  createdAt: job.createdAt,
};
const input = { name: 'train', project: 'vision', command: ['node', 'train.js'] };

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  for (const byId of [projectsByIdQuery, usersByIdQuery, poolsByIdQuery]) platform.answer(byId, () => []);
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const get = (path: string, headers = {}) => client.send(`/api/v1${path}`, { headers });
const post = (path: string, body: unknown = {}, headers = {}) => client.post(`/api/v1${path}`, body, headers);

describe('REST', () => {
  it('creates with 201, a location, and the same command as GraphQL under one key', async () => {
    const requests: RpcRequest[] = [];
    platform.answer(submitJob, (_input, request) => (requests.push(request), job), POSITION);
    const key = { 'idempotency-key': 'night-run-7' };
    const created = await post('/jobs', input, key);
    assert.equal(created.status, 201);
    assert.equal(created.body.name, 'train');
    assert.equal(created.headers.get('location'), `/api/v1/jobs/${encodeURIComponent(created.body.id)}`);
    assert.match(created.headers.get('berth-after') ?? '', /42/);
    await client.data(
      'mutation ($input: SubmitJobInput!) { submitJob(input: $input) { __typename } }',
      { input },
      key,
    );
    assert.equal(requests.length, 2);
    assert.equal(requests[0]?.idempotencyKey, requests[1]?.idempotencyKey);
    assert.deepEqual(requests[0]?.input, requests[1]?.input);
  });

  it('answers an entity as itself, and unchanged ones by 304', async () => {
    platform.answer(jobQuery, () => job);
    const found = await get(`/jobs/${job.id}`);
    assert.equal(found.status, 200);
    assert.equal(found.body.state, 'QUEUED');
    assert.equal(found.headers.get('content-type'), 'application/json; charset=utf-8');
    const tag = found.headers.get('etag') ?? '';
    const again = await get(`/jobs/${job.id}`, { 'if-none-match': tag });
    assert.deepEqual([again.status, again.body], [304, '']);
    const head = await fetch(`${gateway.url}/api/v1/jobs/${job.id}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${await platform.issuer.token()}` },
    });
    assert.deepEqual([head.status, head.headers.get('etag'), await head.text()], [200, tag, '']);
  });

  it('pages a list by limit and cursor, with a link, and counts where it is asked to', async () => {
    let asked: object = {};
    platform.answer(jobsQuery, (given) => {
      asked = given;
      return {
        items: [{ node: job, cursor: 'c1' }],
        hasNextPage: true,
        hasPreviousPage: false,
        ...('count' in given && given['count'] ? { totalCount: 7 } : {}),
      } as never;
    });
    const page = await get('/jobs?limit=1&states=running,QUEUED&count=true');
    assert.equal(page.status, 200, JSON.stringify(page.body));
    assert.equal(page.body.items.length, 1);
    assert.equal(page.body.totalCount, 7);
    assert.ok(page.body.next);
    const link = page.headers.get('link') ?? '';
    assert.match(link, /^<\/api\/v1\/jobs\?.*cursor=.*>; rel="next"$/);
    assert.ok(asked);
    const from = 'createdFrom=2026-01-31T08:00:00%2B01:00';
    await get(`/jobs?${from}&createdUntil=2026-02-01T00:00:00Z&sort=oldest`);
    assert.partialDeepStrictEqual(asked, {
      createdFrom: '2026-01-31T07:00:00.000Z',
      createdUntil: '2026-02-01T00:00:00.000Z',
      sort: 'oldest',
    });
    const wrong = await get('/jobs?sort=name');
    assert.deepEqual([wrong.status, wrong.body.detail], [400, 'sort: must be one of NEWEST, OLDEST']);
    const uncounted = await get('/jobs?limit=1');
    assert.equal('totalCount' in uncounted.body, false);
  });

  it('leads on where a search has stopped without a hit', async () => {
    platform.answer(usersQuery, ({ after }) => ({
      items: [],
      hasNextPage: after !== 'read so far',
      hasPreviousPage: false,
      ...(after === 'read so far' ? {} : { endCursor: 'read so far' }),
    }));
    const first = await get('/users?search=ada');
    assert.deepEqual([first.status, first.body], [200, { items: [], next: 'read so far' }]);
    const last = await get('/users?search=ada&cursor=read%20so%20far');
    assert.deepEqual(last.body, { items: [], next: null });
    const { users } = await client.data('{ users(search: "ada") { pageInfo { hasNextPage endCursor } } }');
    assert.deepEqual(users.pageInfo, { hasNextPage: true, endCursor: 'read so far' });
  });

  it('says 202 where work goes on, and 204 where there is nothing to say', async () => {
    platform.answer(cancelJob, () => ({ ...job, cancelRequested: true }));
    const cancelled = await post(`/jobs/${job.id}/cancel`, { reason: 'wrong data' });
    assert.deepEqual([cancelled.status, cancelled.body.cancelRequested], [202, true]);
    platform.answer(deleteJob, () => ({ ...job, deleted: true }));
    const deleted = await client.send(`/api/v1/jobs/${job.id}`, { method: 'DELETE' });
    assert.deepEqual([deleted.status, deleted.body], [204, '']);
    platform.answer(revokeApiToken, () => ({}) as never);
    const revoked = await client.send(`/api/v1/tokens/${job.id}`, { method: 'DELETE' });
    assert.equal(revoked.status, 204, JSON.stringify(revoked.body));
  });

  it('takes the members of a deletion from the URL', async () => {
    let asked: object = {};
    const host = aHost({ id: job.id });
    platform.answer(removeHost, (given) => ((asked = given), host));
    const removed = await client.send(`/api/v1/hosts/${host.id}?force=true&reason=sold`, {
      method: 'DELETE',
    });
    assert.equal(removed.status, 204, JSON.stringify(removed.body));
    assert.deepEqual(asked, { hostId: host.id, force: true, reason: 'sold' });
  });

  it('answers a refusal as a problem with a stable type, its field and numbers', async () => {
    platform.refuse(
      submitJob,
      reject('QUEUE_FULL', 'pool: has 10 jobs of yours in its queue', 'pool', {
        limit: 10,
        retryAfterSeconds: 3,
      }),
    );
    const full = await post('/jobs', input);
    assert.equal(full.status, 429);
    assert.equal(full.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(full.headers.get('retry-after'), '3');
    const { traceId, ...problem } = full.body;
    assert.match(traceId, /^[0-9a-f]{32}$/);
    assert.deepEqual(problem, {
      type: '/problems/queue-full',
      status: 429,
      title: 'QUEUE_FULL',
      detail: 'pool: has 10 jobs of yours in its queue',
      code: 'QUEUE_FULL',
      field: 'pool',
      details: { limit: 10, retryAfterSeconds: 3 },
    });
  });

  it('tells the windows that are free where a reservation collides', async () => {
    platform.refuse(reserve, reject('RESERVATION_CONFLICT', 'from: is taken', 'from', { freeWindows: [] }));
    const taken = await post('/reservations', { project: 'vision', durationMinutes: 60 });
    assert.equal(taken.status, 409);
    assert.deepEqual(taken.body.freeWindows, []);
  });

  it('logs in by JSON, and by the form of the password grant', async () => {
    const given: object[] = [];
    platform.answer(login, (credentials) => {
      given.push(credentials);
      const sessionExpiresAt = job.createdAt;
      return {
        accessToken: 'a',
        refreshToken: 'r',
        expiresInSeconds: 600,
        sessionExpiresAt,
        user: ADA,
      } as never;
    });
    const form = await client.send('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=password&username=ada&password=correct+horse',
    });
    assert.deepEqual(given, [{ login: 'ada', password: 'correct horse' }]);
    if (form.status !== 200) assert.fail(JSON.stringify(form.body));
    assert.deepEqual(form.body, {
      access_token: 'a',
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: 'r',
    });
  });

  it('names the fields of the form that a log-in came by', async () => {
    const sent = (body: string) =>
      client.send('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    platform.refuse(login, reject('VALIDATION_FAILED', 'login: must have at most 254 characters', 'login'));
    for (const [body, field] of [
      ['username=ada&password=x', 'username'],
      ['password=x', 'username'],
      ['username=ada', 'password'],
      ['username=ada&password=x&password=y', 'password'],
      ['username=ada&password=x&grant_type=code', 'grant_type'],
      ['username=ada&password=x&colour=red', 'colour'],
    ] as const) {
      const refused = await sent(body);
      assert.deepEqual([refused.status, refused.body.field], [400, field], body);
      assert.ok(refused.body.detail.startsWith(`${field}:`), refused.body.detail);
    }
  });

  describe('refuses, and names the field', () => {
    const cases: readonly [
      why: string,
      method: string,
      path: string,
      body: unknown,
      status: number,
      field: string,
    ][] = [
      ['an unknown parameter', 'GET', '/jobs?colour=red', undefined, 400, 'colour'],
      ['a parameter twice', 'GET', '/jobs?limit=1&limit=2', undefined, 400, 'limit'],
      ['a word for a number', 'GET', '/jobs?limit=many', undefined, 400, 'limit'],
      ['an unknown state', 'GET', '/jobs?states=flying', undefined, 400, 'states'],
      ['an empty value', 'GET', '/jobs?project=', undefined, 400, 'project'],
      ['a missing parameter', 'GET', '/usage', undefined, 400, 'by'],
      ['a word for true', 'GET', '/jobs?count=yes', undefined, 400, 'count'],
      ['a list as body', 'POST', '/jobs', [], 400, 'body'],
      ['no JSON', 'POST', '/jobs', '{', 400, 'body'],
      ['an unknown member', 'POST', '/jobs', { ...input, colour: 1 }, 400, 'colour'],
      ['a missing member', 'POST', '/jobs', { name: 'x' }, 400, 'project'],
      ['a number for a name', 'POST', '/jobs', { ...input, name: 5 }, 400, 'name'],
      ['a nested member', 'POST', '/jobs', { ...input, gpus: { count: 'two' } }, 400, 'gpus.count'],
      ['a member that the path gives', 'POST', `/jobs/${job.id}/cancel`, { jobId: job.id }, 400, 'jobId'],
      ['a parameter on a post', 'POST', '/jobs?dry=1', input, 400, 'dry'],
    ];
    for (const [why, method, path, body, status, field] of cases)
      it(why, async () => {
        const answer = await client.send(`/api/v1${path}`, {
          method,
          ...(body === undefined
            ? {}
            : {
                headers: { 'content-type': 'application/json' },
                body: typeof body === 'string' ? body : JSON.stringify(body),
              }),
        });
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        assert.equal(answer.body.field, field, JSON.stringify(answer.body));
        assert.equal(answer.body.code, 'VALIDATION_FAILED');
        assert.ok(answer.body.detail.startsWith(field) || field === 'body', answer.body.detail);
      });

    it('paths and methods that are not there', async () => {
      assert.equal((await get('/nothing')).status, 404);
      assert.equal((await get('/jobs//logs')).status, 404);
      const wrong = await client.send('/api/v1/jobs', { method: 'PUT' });
      assert.equal(wrong.status, 405);
      assert.equal(wrong.headers.get('allow'), 'GET, POST, HEAD, OPTIONS');
      const options = await client.send('/api/v1/jobs', { method: 'OPTIONS' });
      assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, POST, HEAD, OPTIONS']);
    });

    it('media types that it does not have', async () => {
      assert.equal((await get('/jobs', { accept: 'text/html' })).status, 406);
      assert.equal((await get('/events')).status, 406);
      const form = await client.send('/api/v1/jobs', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'name=x',
      });
      assert.equal(form.status, 415);
    });

    it('callers that it does not know', async () => {
      const anonymous = new TestClient(gateway);
      const refused = await anonymous.send('/api/v1/jobs');
      assert.equal(refused.status, 401);
      assert.equal(refused.headers.get('www-authenticate'), 'Bearer');
      assert.equal(refused.body.code, 'UNAUTHENTICATED');
    });
  });
});
