import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { login, logout, refresh, register, usersByIdQuery } from '@berth/contracts/auth/operations';
import type { LoginResult } from '@berth/contracts/auth/views';
import { newId } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient, type Answer } from '../testing/test-client.js';

const SECRET = 'a-refresh-token';
const FRIEND = 'http://console.example.org';
const HOUR_MS = 3_600_000;
const ADA = {
  id: newId(),
  username: 'ada',
  personalData: 'readable',
  createdAt: '2026-01-01T00:00:00.000Z',
} as const;
const tokens = (): LoginResult => ({
  user: ADA,
  accessToken: 'an-access-token',
  expiresInSeconds: 300,
  refreshToken: SECRET,
  sessionExpiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
});

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let asked: JsonObject[];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(usersByIdQuery, () => []);
  gateway = await startTestGateway(platform, { BERTH_ALLOWED_ORIGINS: FRIEND });
  client = new TestClient(gateway);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  asked = [];
  for (const operation of [login, refresh, register]) {
    platform.answer(operation, (input) => {
      asked.push(input);
      return tokens();
    });
  }
  platform.answer(logout, (input) => {
    asked.push(input);
    return null;
  });
});

const page = () => ({ origin: gateway.url, 'sec-fetch-site': 'same-origin', 'berth-session': 'cookie' });
const CREDENTIALS = { login: 'ada', password: 'correct horse' };
const COOKIE = { cookie: `other=1; berth-refresh=${SECRET}` };

const logIn = (headers: { readonly [name: string]: string } = page(), to = client) =>
  to.post('/api/v1/session', CREDENTIALS, headers);
const renew = (headers: { readonly [name: string]: string }, body: object = {}) =>
  client.post('/api/v1/session/refresh', body, headers);
const cookieOf = ({ headers }: Answer): string | undefined =>
  headers.getSetCookie().find((cookie) => cookie.startsWith('berth-refresh='));
const refusalOf = ({ status, body }: Answer) => [status, body.code, body.field];

describe('the refresh token of a page', () => {
  it('is in a cookie that no script, other site or other path gets, and not in the answer', async () => {
    const answer = await logIn();
    assert.equal(answer.status, 200);
    assert.equal(answer.body.accessToken, 'an-access-token');
    assert.ok(!JSON.stringify(answer.body).includes(SECRET) && !('refreshToken' in answer.body));
    const [value, ...attributes] = (cookieOf(answer) ?? '').split('; ');
    assert.equal(value, `berth-refresh=${SECRET}`);
    const maxAge = Number(attributes[1]?.slice('Max-Age='.length));
    assert.ok(maxAge > 3_500 && maxAge <= 3_600, attributes[1]);
    assert.deepEqual(attributes.toSpliced(1, 1), ['Path=/api/v1/session', 'HttpOnly', 'SameSite=Strict']);
  });

  it('is in the answer for everybody else, and then in no cookie', async () => {
    const answer = await client.post('/api/v1/session', CREDENTIALS);
    assert.equal(answer.body.refreshToken, SECRET);
    assert.equal(cookieOf(answer), undefined);
    const query =
      'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { refreshToken } } }';
    const byGraphQL = await client.data(query, { input: CREDENTIALS });
    assert.equal(byGraphQL.login.refreshToken, SECRET);
    // it has no cookies, and a page that wants one must not get the token in the body
    const wanted = await client.ask(query, { input: CREDENTIALS }, page());
    assert.deepEqual(refusalOf(wanted), [400, 'BAD_REQUEST', 'Berth-Session']);
  });

  it('comes by form and by registration, too', async () => {
    const form = await client.send('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...page() },
      body: 'username=ada&password=correct+horse',
    });
    assert.deepEqual(form.body, { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300 });
    assert.match(cookieOf(form) ?? '', /a-refresh-token/);
    const registered = await client.post(
      '/api/v1/users',
      { username: 'ada', email: 'ada@example.org', password: 'correct horse' },
      page(),
    );
    assert.equal(registered.status, 201);
    assert.ok(!('refreshToken' in registered.body));
    assert.match(cookieOf(registered) ?? '', /a-refresh-token/);
    platform.answer(register, () => ({ user: ADA, awaitingActivation: true as const }));
    const awaiting = await client.post(
      '/api/v1/users',
      { username: 'bob', email: 'bob@example.org', password: 'correct horse' },
      page(),
    );
    assert.deepEqual([awaiting.status, cookieOf(awaiting)], [201, undefined]);
  });

  it('is exchanged without being named, for one that goes on in the cookie', async () => {
    const answer = await renew({ ...page(), ...COOKIE });
    assert.equal(answer.status, 200);
    assert.deepEqual(asked, [{ refreshToken: SECRET }]);
    assert.ok(!JSON.stringify(answer.body).includes(SECRET));
    assert.match(cookieOf(answer) ?? '', /^berth-refresh=a-refresh-token; /);
  });

  it('ends with the session at a log-out, whether or not there is an access token', async () => {
    const out = await client.send('/api/v1/session', { method: 'DELETE', headers: { ...page(), ...COOKIE } });
    assert.equal(out.status, 204);
    assert.deepEqual(asked, [{ refreshToken: SECRET }]);
    assert.match(cookieOf(out) ?? '', /^berth-refresh=; Path=\/api\/v1\/session; Max-Age=0; HttpOnly/);
    const again = await client.send('/api/v1/session', { method: 'DELETE', headers: page() });
    assert.equal(again.status, 204);
  });

  it('is forgotten where it is refused, and kept where auth does not answer', async () => {
    platform.refuse(refresh, reject('UNAUTHENTICATED', 'the session has ended; log in again'));
    const ended = await renew({ ...page(), ...COOKIE });
    assert.equal(ended.status, 401);
    assert.match(cookieOf(ended) ?? '', /Max-Age=0/);
    platform.refuse(refresh, reject('UNAVAILABLE', 'auth does not answer'));
    const away = await renew({ ...page(), ...COOKIE });
    assert.deepEqual([away.status, cookieOf(away)], [503, undefined]);
    platform.refuse(logout, reject('UNAVAILABLE', 'auth does not answer'));
    const out = await client.send('/api/v1/session', { method: 'DELETE', headers: { ...page(), ...COOKIE } });
    assert.deepEqual([out.status, cookieOf(out)], [503, undefined]);
  });

  it('is taken from pages of allowed origins', async () => {
    const sites: readonly { readonly [name: string]: string }[] = [{ 'sec-fetch-site': 'same-site' }, {}];
    for (const site of sites) {
      const answer = await renew({ 'berth-session': 'cookie', origin: FRIEND, ...site, ...COOKIE });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
    }
    const preflight = await client.send('/api/v1/session/refresh', {
      method: 'OPTIONS',
      headers: { origin: FRIEND, 'access-control-request-method': 'POST' },
    });
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /berth-session/);
    // a page of the gateway may leave Origin out
    const { origin: _, ...own } = page();
    assert.equal((await renew({ ...own, ...COOKIE })).status, 200);
  });

  const foreign = {
    'another site': [{ origin: 'https://evil.example' }, 'Origin'],
    'another port': [{ origin: 'http://127.0.0.1:1' }, 'Origin'],
    'a sandboxed frame': [{ origin: 'null' }, 'Origin'],
    'no URL': [{ origin: 'http://' }, 'Origin'],
    'a site that the browser calls another': [{ 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site'],
    'the address bar': [{ 'sec-fetch-site': 'none' }, 'Sec-Fetch-Site'],
  } as const;
  for (const [name, [headers, field]] of Object.entries(foreign)) {
    it(`is not used for a page of ${name}`, async () => {
      const from = { ...page(), ...headers, ...COOKIE };
      for (const answer of [
        await renew(from),
        await logIn(from),
        await client.send('/api/v1/session', { method: 'DELETE', headers: from }),
      ]) {
        assert.deepEqual(refusalOf(answer), [403, 'FORBIDDEN', field]);
        assert.equal(cookieOf(answer), undefined);
      }
      assert.deepEqual(asked, []);
    });
  }

  it('is not used without what says where the page is from', async () => {
    const answer = await renew({ 'berth-session': 'cookie', ...COOKIE });
    assert.deepEqual(refusalOf(answer), [403, 'FORBIDDEN', 'Origin']);
    // an allowed origin that the browser says is on another site gets no Strict cookie, so none is made
    const far = await logIn({ 'berth-session': 'cookie', origin: FRIEND, 'sec-fetch-site': 'cross-site' });
    assert.deepEqual(refusalOf(far), [403, 'FORBIDDEN', 'Sec-Fetch-Site']);
    assert.deepEqual(asked, []);
  });

  it('is not used without the header that no form can send', async () => {
    const { 'berth-session': _, ...withoutHeader } = page();
    assert.deepEqual(refusalOf(await renew({ ...withoutHeader, ...COOKIE })), [
      400,
      'VALIDATION_FAILED',
      'Berth-Session',
    ]);
    assert.deepEqual(refusalOf(await renew({ ...page(), 'berth-session': 'yes', ...COOKIE })), [
      400,
      'VALIDATION_FAILED',
      'Berth-Session',
    ]);
    // the session of the access token, of which there is none
    const out = await client.send('/api/v1/session', {
      method: 'DELETE',
      headers: { ...withoutHeader, ...COOKIE },
    });
    assert.deepEqual([out.status, cookieOf(out)], [204, undefined]);
    assert.deepEqual(asked, [{}]);
  });

  it('is given once: by the cookie or by the body', async () => {
    const both = await renew({ ...page(), ...COOKIE }, { refreshToken: SECRET });
    assert.deepEqual(refusalOf(both), [400, 'VALIDATION_FAILED', 'refreshToken']);
    for (const cookie of ['other=1', 'berth-refresh=', `xberth-refresh=${SECRET}`])
      assert.deepEqual(refusalOf(await renew({ ...page(), cookie })), [401, 'UNAUTHENTICATED', 'Cookie']);
    assert.deepEqual(asked, []);
  });

  it('opens nothing else, and nothing by GET', async () => {
    for (const method of ['GET', 'PUT', 'PATCH']) {
      const answer = await client.send('/api/v1/session/refresh', {
        method,
        headers: { ...page(), ...COOKIE },
      });
      assert.equal(answer.status, 405);
    }
    const viewer = await client.send('/api/v1/me', { headers: { ...page(), ...COOKIE } });
    assert.equal(viewer.status, 401);
    assert.equal((await client.data('{ viewer { username } }', {}, COOKIE)).viewer, null);
    assert.deepEqual(asked, []);
  });
});

describe('behind a proxy with TLS', () => {
  const started = async (settings: { readonly [variable: string]: string }): Promise<TestClient> => {
    const secure = await startTestGateway(platform, settings);
    gateways.push(secure);
    return new TestClient(secure);
  };
  const gateways: Gateway[] = [];
  afterAll(async () => {
    for (const secure of gateways) await secure.stop();
  });

  it('the cookie is for TLS only, and below the path that the public URL has', async () => {
    const to = await started({ BERTH_PUBLIC_URL: 'https://lab.example.org/berth/' });
    const answer = await logIn({ ...page(), origin: 'https://lab.example.org' }, to);
    assert.match(cookieOf(answer) ?? '', /; Path=\/berth\/api\/v1\/session; .*; Secure$/);
    for (const origin of ['http://lab.example.org', 'https://lab.example.org:8443'])
      assert.deepEqual(refusalOf(await logIn({ ...page(), origin }, to)), [403, 'FORBIDDEN', 'Origin']);
  });

  it('the proxy says what the client used, where it is trusted', async () => {
    const proxied = { ...page(), 'x-forwarded-proto': 'https' };
    const to = await started({ BERTH_TRUST_PROXY: 'true' });
    const headers = {
      'sec-fetch-site': 'same-origin',
      'berth-session': 'cookie',
      'x-forwarded-proto': 'https',
    };
    assert.match(cookieOf(await logIn(headers, to)) ?? '', /; Secure$/);
    assert.doesNotMatch(cookieOf(await logIn(proxied)) ?? 'Secure', /Secure/);
  });
});
