import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { credentialsQuery, hostsByIdQuery, join } from '@berth/contracts/inventory/operations';
import { jobQuery } from '@berth/contracts/scheduler/operations';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aHost, aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const ORIGIN = 'https://console.example.org';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform, {
    BERTH_ALLOWED_ORIGINS: ORIGIN,
    BERTH_NATS_PUBLIC_URLS: 'nats://bus.example.org:4222',
  });
  client = new TestClient(gateway);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('what is open to all', () => {
  it('says that it lives and is ready, and gives metrics and keys', async () => {
    assert.equal((await client.send('/livez')).body, 'ok\n');
    await eventually(async () => assert.equal((await client.send('/readyz')).status, 200));
    assert.match((await client.send('/')).body, /graphql/);
    const metrics = await client.as(await platform.issuer.token({ role: 'auditor' })).send('/metrics');
    assert.match(metrics.headers.get('content-type') ?? '', /openmetrics-text/);
    assert.match(metrics.body, /# EOF\n$/);
    const keys = await client.send('/.well-known/jwks.json');
    assert.deepEqual(keys.body, { keys: [platform.issuer.jwk] });
  });

  it('gives metrics and the schema to anonymous callers in development only', async () => {
    const member = client.as(await platform.issuer.token());
    for (const each of [client, client.as('forged'), member])
      assert.equal((await each.send('/metrics')).status, 401);
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Job") { name } }',
      '{ ...F } fragment F on Query { __schema { types { name } } }',
    ]) {
      const refused = await client.ask(query);
      assert.equal(refused.body.data, undefined);
      assert.equal(refused.body.errors[0].extensions.code, 'UNAUTHENTICATED');
      assert.equal((await member.ask(query)).body.errors, undefined);
    }
    assert.equal((await client.ask('{ __typename }')).status, 200);
    const developed = await startTestGateway(platform, { BERTH_ENV: 'development' });
    const anonymous = new TestClient(developed);
    assert.equal((await anonymous.send('/metrics')).status, 200);
    assert.equal((await anonymous.ask('{ __schema { types { name } } }')).body.errors, undefined);
    await developed.stop();
  });

  it('answers anything else as a problem, with headers that browsers heed', async () => {
    const nothing = await client.send('/nothing/here');
    assert.equal(nothing.status, 404);
    assert.equal(nothing.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(nothing.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(nothing.headers.get('x-frame-options'), 'DENY');
    assert.equal((await client.send('/livez', { method: 'POST' })).status, 405);
    assert.equal((await client.send('/graphql', { method: 'DELETE' })).status, 405);
  });

  it('lets pages of allowed origins call, and no others', async () => {
    const preflight = (origin: string) =>
      client.send('/graphql', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight(ORIGIN);
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /idempotency-key/);
    const foreign = await preflight('https://evil.example.org');
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    assert.equal(foreign.headers.get('access-control-allow-headers'), null);
  });

  it('takes no form that a foreign page could send without asking', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const answer = await client.post('/graphql', '{"query":"{ __typename }"}', { 'content-type': type });
      assert.equal(answer.status, 415, type);
    }
  });
});

describe('POST /join', () => {
  const body = { token: 'join-token-of-the-host', publicKey: `U${'A'.repeat(55)}`, name: 'gpu-1' };

  it("trades a join token for a host's place on the bus, the same for a repeat", async () => {
    const keys: (string | undefined)[] = [];
    const hostId = newId();
    platform.answer(join, (_input, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      return { hostId, jwt: 'jwt', expiresInSeconds: 60 };
    });
    const answers = [await client.post('/join', body), await client.post('/join', body)];
    for (const { status, body: answer } of answers) {
      assert.equal(status, 200);
      assert.deepEqual(answer, {
        hostId,
        jwt: 'jwt',
        expiresInSeconds: 60,
        natsUrl: 'nats://bus.example.org:4222',
      });
    }
    assert.equal(keys[0], keys[1]);
  });

  it('gives a host that has joined new credentials without a token', async () => {
    const hostId = newId();
    platform.answer(credentialsQuery, ({ publicKey }) => {
      if (publicKey !== body.publicKey) throw new Error('asked for another');
      return { hostId, jwt: 'new', expiresInSeconds: 60 };
    });
    const { status, body: answer } = await client.post('/join', { publicKey: body.publicKey });
    assert.deepEqual([status, answer.jwt, answer.hostId], [200, 'new', hostId]);
    platform.refuse(credentialsQuery, reject('UNAUTHENTICATED', 'no host has joined with this key', 'token'));
    assert.equal((await client.post('/join', { publicKey: body.publicKey })).status, 401);
  });

  for (const [why, sent, field] of [
    ['no body', '', 'body'],
    ['no object', '[]', 'input'],
    ['no token that is one', { ...body, token: null }, 'token'],
    ['neither token nor key', { name: 'gpu-1' }, 'token'],
    ['no key that is one', { publicKey: 'x' }, 'publicKey'],
    ['a short token', { ...body, token: 'x' }, 'token'],
    ['no public key', { ...body, publicKey: 'x' }, 'publicKey'],
    ['an empty name', { ...body, name: ' ' }, 'name'],
    ['an unknown field', { ...body, admin: true }, 'admin'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const answer = await client.post('/join', sent);
      assert.equal(answer.status, 400);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(answer.body.field, field);
    });
  }

  it('passes a refusal on, and takes no endless body', async () => {
    platform.refuse(join, reject('UNAUTHENTICATED', 'the join token is not valid', 'token'));
    const refused = await client.post('/join', body);
    assert.equal(refused.status, 401);
    assert.deepEqual(refused.body.detail, 'the join token is not valid');
    assert.equal((await client.post('/join', { ...body, name: 'x'.repeat(20_000) })).status, 413);
    assert.equal((await client.send('/join')).status, 405);
  });
});

describe('stopping', () => {
  it('answers what is at hand, ends streams, and takes nothing more', async () => {
    const other = await startTestGateway(platform);
    const user = new TestClient(other, await platform.issuer.token());
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      platform.answer(jobQuery, async () => {
        resolve();
        await new Promise<void>((release) => (answer = release));
        return aJob();
      });
    });
    const slow = user.data('{ job(id: "01ARZ3NDEKTSV4RRFFQ69G5FAV") { name } }');
    await asked;
    const hostId = newId();
    const watching = new Promise<void>((resolve) => {
      platform.answer(hostsByIdQuery, () => {
        resolve();
        return [aHost({ id: hostId })];
      });
    });
    const stream = (async () => {
      for await (const item of user.follow('subscription ($h: ID!) { deviceSamples(host: $h) { at } }', {
        h: hostId,
      }))
        assert.fail(JSON.stringify(item));
    })();
    await watching;
    const stopped = other.stop();
    answer();
    assert.deepEqual(await slow, { job: { name: 'train' } });
    await Promise.all([stream, stopped]);
    await assert.rejects(user.send('/livez'));
  });
});
