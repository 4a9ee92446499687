import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import {
  decideDeviceLogin,
  deviceLoginQuery,
  login,
  logout,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import type { DeviceLoginView } from '@berth/contracts/auth/views';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { skipTest } from '@berth/testing/test-end';
import type { Gateway } from '../gateway.js';
import {
  NO_BROWSER,
  startBrowser,
  type Browser,
  type BrowserContext,
  type Page,
} from '@berth/testing/browser';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient } from '../testing/test-client.js';

const USER = {
  id: newId(),
  username: 'ada',
  personalData: 'readable',
  createdAt: '2026-01-01T00:00:00.000Z',
} as const;
const REQUEST: DeviceLoginView = {
  client: 'berth on <gpu-7> & "co"',
  network: '192.0.2.7',
  state: 'pending',
  requestedAt: '2026-11-29T12:00:00.000Z',
  expiresAt: '2026-11-29T12:10:00.000Z',
};

let platform: StandInPlatform;
let gateway: Gateway;
let browser: Browser | undefined;
let decided: unknown[];
let loggedOut: number;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  decided = [];
  loggedOut = 0;
  platform.answer(login, async () => ({
    user: USER,
    accessToken: await platform.issuer.token({ userId: USER.id }),
    expiresInSeconds: 300,
    refreshToken: 'a-refresh-token',
    sessionExpiresAt: '2026-12-13T12:00:00.000Z',
  }));
  platform.answer(logout, () => {
    loggedOut += 1;
    return null;
  });
  platform.answer(viewerQuery, () => USER);
  platform.answer(deviceLoginQuery, () => REQUEST);
  platform.answer(decideDeviceLogin, (input) => {
    decided.push(input);
    return { ...REQUEST, state: input['approve'] === true ? ('approved' as const) : ('denied' as const) };
  });
});

/** A page, what it asked for, and what it said of errors. */
async function opened(address: string) {
  if (!browser) skipTest(NO_BROWSER);
  const context: BrowserContext = await browser.newContext();
  const page: Page = await context.newPage();
  const asked: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A refusal is a page of its own, with its status.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load'))
      errors.push(message.text());
  });
  await page.goto(`${gateway.url}${address}`);
  const close = async (): Promise<void> => {
    const { origin } = new URL(gateway.url);
    assert.deepEqual(
      asked.filter((url) => new URL(url).origin !== origin),
      [],
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(await context.cookies(), []);
    await context.close();
  };
  return { page, close };
}

/** What a screen reader says of the element that has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(() => { const at = document.activeElement; return at.labels?.[0]?.textContent ?? at.textContent; })()`,
  );

describe('/device in a browser', () => {
  it('is gone through with the keyboard alone: what asks, from where, and the decision', async () => {
    const { page, close } = await opened('/device?code=WDJB-MJHT');
    assert.equal(await page.title(), 'Log a program in - Berth');
    assert.equal(await page.getByLabel('Code').inputValue(), 'WDJB-MJHT');
    assert.equal(await focused(page), 'User name or e-mail address');
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Password');
    await page.keyboard.type('correct horse battery');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Let this program in?' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const part of [
      'berth on <gpu-7> & "co"',
      '192.0.2.7',
      '2026-11-29 12:00:00 UTC',
      'WDJB-MJHT',
      'ada',
    ])
      assert.ok(text.includes(part), part);
    assert.deepEqual(decided, []);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Approve');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'The program is logged in' }).waitFor();
    assert.match(await page.getByRole('status').innerText(), /berth on <gpu-7> & "co" goes on by itself/);
    assert.deepEqual(decided, [{ userCode: 'WDJB-MJHT', approve: true }]);
    assert.equal(loggedOut, 1);
    if (process.env['BERTH_SCREENSHOT']) await page.screenshot({ path: process.env['BERTH_SCREENSHOT'] });
    await close();
  });

  it('denies', async () => {
    const { page, close } = await opened('/device');
    assert.equal(await focused(page), 'Code');
    await page.getByLabel('Code').fill('wdjb mjht');
    await page.getByLabel('User name or e-mail address').fill('ada');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'The program was refused' }).waitFor();
    assert.deepEqual(decided, [{ userCode: 'wdjb mjht', approve: false }]);
    await close();
  });

  it('says what is wrong where it is wrong, and asks for the password once', async () => {
    platform.refuse(login, reject('UNAUTHENTICATED', 'the login or the password is wrong'));
    const { page, close } = await opened('/device?code=WDJB-MJHT');
    const enter = async (): Promise<void> => {
      await page.getByLabel('User name or e-mail address').fill('ada');
      await page.getByLabel('Password').fill('a wrong one');
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await enter();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByRole('alert').innerText(), 'The login or the password is wrong.');
    assert.equal(await page.title(), 'Error: Log a program in - Berth');
    const name = page.getByLabel('User name or e-mail address');
    assert.equal(await name.getAttribute('aria-describedby'), 'problem');
    assert.equal(await name.inputValue(), 'ada');
    assert.equal(await page.getByLabel('Password').inputValue(), '');

    platform.answer(login, async () => ({
      user: USER,
      accessToken: await platform.issuer.token({ userId: USER.id }),
      expiresInSeconds: 300,
      refreshToken: 'a-refresh-token',
      sessionExpiresAt: '2026-12-13T12:00:00.000Z',
    }));
    platform.refuse(deviceLoginQuery, reject('NOT_FOUND', 'userCode: there is no such code', 'userCode'));
    await enter();
    await page.getByText('There is no such code.').waitFor();
    assert.equal(await page.getByLabel('Code').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.getByLabel('Password').count(), 0);
    assert.equal(await focused(page), 'Code');
    platform.answer(deviceLoginQuery, () => REQUEST);
    await page.getByLabel('Code').fill('WDJB-MJHX');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'The program is logged in' }).waitFor();
    assert.deepEqual(decided, [{ userCode: 'WDJB-MJHX', approve: true }]);
    await close();
  });
});

describe('/device', () => {
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    new TestClient(gateway).send('/device', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: gateway.url, ...headers },
      body: new URLSearchParams(fields).toString(),
    });

  it('has no scripts, can not be framed, and is kept in no cache', async () => {
    const { status, headers, body } = await new TestClient(gateway).send('/device?code=%22%3E%3Cscript%3E');
    assert.equal(status, 200);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /^default-src 'none';.*frame-ancestors 'none'$/,
    );
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(body, /<script/);
    assert.match(body, /value="&quot;&gt;&lt;script&gt;"/);
  });

  it('takes no form of another page, and none that is something else', async () => {
    for (const [headers, status] of [
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'content-type': 'text/plain' }, 400],
    ] as const) {
      const answer = await form({ code: 'WDJB-MJHT', login: 'ada', password: 'x' }, headers);
      assert.equal(answer.status, status);
      assert.match(answer.body, /role="alert"/);
    }
    const other = await new TestClient(gateway).send('/device', { method: 'PUT' });
    assert.deepEqual([other.status, other.headers.get('allow')], [405, 'GET, HEAD, POST']);
    const unknown = await new TestClient(gateway).send('/device/other');
    assert.equal(unknown.status, 404);
  });

  it('decides nothing without a token that is still good', async () => {
    const ended = await platform.issuer.token({ userId: USER.id, lifeSeconds: -10 });
    for (const token of ['made up', ended]) {
      const answer = await form({ code: 'WDJB-MJHT', token, decision: 'approve' });
      assert.equal(answer.status, 401);
      assert.match(answer.body, /name="password"/);
    }
    const none = await form({ code: 'WDJB-MJHT', decision: 'approve' });
    assert.equal(none.status, 400);
    const anyhow = await form({ code: 'WDJB-MJHT', token: await platform.issuer.token(), decision: 'maybe' });
    assert.match(anyhow.body, /Let this program in\?/);
    assert.deepEqual(decided, []);
  });

  it('says for how long where somebody guesses', async () => {
    const details = { retryAfterSeconds: 30 };
    platform.refuse(deviceLoginQuery, reject('RATE_LIMITED', 'too many wrong codes', undefined, details));
    const answer = await form({ code: 'WDJB-MJHT', token: await platform.issuer.token() });
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '30']);
  });
});
