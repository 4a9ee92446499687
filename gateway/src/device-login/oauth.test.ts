import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { RpcRequest } from '@berth/bus/rpc-messages';
import { redeemDeviceLogin, refresh, startDeviceLogin } from '@berth/contracts/auth/operations';
import type { LoginResult } from '@berth/contracts/auth/views';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient, type Answer } from '../testing/test-client.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const FORM = 'application/x-www-form-urlencoded';
const LOGIN: LoginResult = {
  user: { id: newId(), username: 'ada', personalData: 'readable', createdAt: '2026-01-01T00:00:00.000Z' },
  accessToken: 'an-access-token',
  expiresInSeconds: 300,
  refreshToken: 'a-refresh-token',
  sessionExpiresAt: '2026-01-15T00:00:00.000Z',
};
const TOKENS = {
  access_token: 'an-access-token',
  token_type: 'Bearer',
  expires_in: 300,
  refresh_token: 'a-refresh-token',
};

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let asked: RpcRequest[];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  asked = [];
  platform.answer(startDeviceLogin, (_input, request) => {
    asked.push(request);
    return { deviceCode: 'a-secret', userCode: 'WDJB-MJHT', expiresInSeconds: 600, intervalSeconds: 5 };
  });
  platform.answer(redeemDeviceLogin, (_input, request) => {
    asked.push(request);
    return { status: 'granted' as const, login: LOGIN };
  });
  platform.answer(refresh, (_input, request) => {
    asked.push(request);
    return LOGIN;
  });
});

const post = (path: string, form: Record<string, string> | string, headers = {}) =>
  client.send(path, {
    method: 'POST',
    headers: { 'content-type': FORM, ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
const poll = (form: Record<string, string> = {}) =>
  post('/oauth/token', { grant_type: GRANT, device_code: 'a-secret', client_id: 'berth', ...form });
const errorOf = ({ status, body }: Answer) => [status, body.error];

describe('POST /oauth/device', () => {
  it('answers by RFC 8628, with the address of the page, and keeps nothing in caches', async () => {
    const answer = await post('/oauth/device', {
      client_id: 'berth',
      client_name: 'berth on gpu-7',
      scope: 'all',
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, {
      device_code: 'a-secret',
      user_code: 'WDJB-MJHT',
      verification_uri: `${gateway.url}/device`,
      verification_uri_complete: `${gateway.url}/device?code=WDJB-MJHT`,
      expires_in: 600,
      interval: 5,
    });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const [request] = asked;
    assert.deepEqual(request?.input, { clientId: 'berth', clientName: 'berth on gpu-7' });
    assert.equal(request?.remoteAddress, '127.0.0.1');
  });

  it('gives each program a code of its own, whatever key it sends', async () => {
    await post('/oauth/device', { client_id: 'berth' }, { 'idempotency-key': 'one' });
    assert.equal(asked[0]?.idempotencyKey, undefined);
  });

  it('names what is wrong', async () => {
    for (const [form, said] of [
      [{}, /^client_id: is required/],
      [{ client_id: '' }, /^client_id: is required/],
      ['client_id=a&client_id=b', /^client_id: must be given once/],
    ] as const) {
      const answer = await post('/oauth/device', form);
      assert.deepEqual(errorOf(answer), [400, 'invalid_request']);
      assert.match(answer.body.error_description, said);
    }
    const json = await post('/oauth/device', '{"client_id":"berth"}', { 'content-type': 'application/json' });
    assert.deepEqual(errorOf(json), [400, 'invalid_request']);
    assert.match(json.body.error_description, /^content-type: must be application\/x-www-form-urlencoded/);
    const large = await post('/oauth/device', { client_id: 'x'.repeat(20_000) });
    assert.match(large.body.error_description, /the body must have at most 16384 bytes/);
    platform.refuse(
      startDeviceLogin,
      reject('VALIDATION_FAILED', 'clientId: must be “one line”', 'clientId'),
    );
    const refused = await post('/oauth/device', { client_id: 'a\nb' });
    assert.deepEqual(errorOf(refused), [400, 'invalid_request']);
    // only ASCII without quotes may be in a description
    assert.equal(refused.body.error_description, 'client_id: must be ?one line?');
    assert.deepEqual(asked, []);
  });

  it('says for how long where there are too many', async () => {
    const details = { retryAfterSeconds: 10 };
    platform.refuse(startDeviceLogin, reject('RATE_LIMITED', 'too many', undefined, details));
    const answer = await post('/oauth/device', { client_id: 'berth' });
    assert.deepEqual(errorOf(answer), [429, 'slow_down']);
    assert.equal(answer.headers.get('retry-after'), '10');
  });

  it('takes POST only', async () => {
    for (const path of ['/oauth/device', '/oauth/token']) {
      const answer = await client.send(path);
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST']);
    }
  });
});

describe('POST /oauth/token', () => {
  it('gives tokens for a code that was approved, and for a refresh token', async () => {
    const granted = await poll();
    assert.deepEqual([granted.status, granted.body], [200, TOKENS]);
    assert.equal(granted.headers.get('pragma'), 'no-cache');
    const refreshed = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token: 'r' });
    assert.deepEqual([refreshed.status, refreshed.body], [200, TOKENS]);
    assert.deepEqual(
      asked.map(({ input }) => input),
      [{ deviceCode: 'a-secret' }, { refreshToken: 'r' }],
    );
  });

  it('says why there are none yet, or never', async () => {
    for (const [status, error] of [
      ['pending', 'authorization_pending'],
      ['slowDown', 'slow_down'],
      ['denied', 'access_denied'],
      ['expired', 'expired_token'],
    ] as const) {
      platform.answer(redeemDeviceLogin, () => ({ status }));
      assert.deepEqual(errorOf(await poll()), [400, error]);
    }
    for (const [rejection, status, error] of [
      [reject('UNAUTHENTICATED', 'deviceCode: is not valid', 'deviceCode'), 400, 'invalid_grant'],
      [reject('FORBIDDEN', 'the account is suspended'), 400, 'access_denied'],
      [reject('UNAVAILABLE', 'auth does not answer'), 503, 'temporarily_unavailable'],
    ] as const) {
      platform.refuse(redeemDeviceLogin, rejection);
      const answer = await poll();
      assert.deepEqual(errorOf(answer), [status, error]);
      assert.doesNotMatch(answer.body.error_description, /deviceCode/);
    }
    platform.refuse(refresh, reject('UNAUTHENTICATED', 'the session has ended; log in again'));
    const ended = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token: 'r' });
    assert.deepEqual(errorOf(ended), [400, 'invalid_grant']);
  });

  it('names what is missing or not known', async () => {
    for (const [form, error, said] of [
      [{}, 'invalid_request', /^grant_type: is required/],
      [{ grant_type: 'password' }, 'unsupported_grant_type', /^grant_type: must be urn:.* or refresh_token/],
      [{ grant_type: GRANT }, 'invalid_request', /^device_code: is required/],
      [{ grant_type: 'refresh_token' }, 'invalid_request', /^refresh_token: is required/],
    ] as const) {
      const answer = await post('/oauth/token', form);
      assert.deepEqual(errorOf(answer), [400, error]);
      assert.match(answer.body.error_description, said);
    }
    assert.deepEqual(asked, []);
  });
});
