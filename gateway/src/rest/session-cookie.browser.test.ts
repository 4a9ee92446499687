import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { login, logout, refresh, usersByIdQuery } from '@berth/contracts/auth/operations';
import { newId } from '@berth/kernel/ids';
import { skipTest } from '@berth/testing/test-end';
import type { Gateway } from '../gateway.js';
import { NO_BROWSER, startBrowser, type Browser, type Page } from '@berth/testing/browser';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;
let browser: Browser | undefined;
let elsewhere: Server;
/** The refresh tokens that have reached auth. */
const presented: unknown[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  platform.answer(usersByIdQuery, () => []);
  let generation = 0;
  const next = () => ({
    user: {
      id: newId(),
      username: 'ada',
      personalData: 'readable' as const,
      createdAt: '2026-01-01T00:00:00.000Z',
    },
    accessToken: 'an-access-token',
    expiresInSeconds: 300,
    refreshToken: `token-${++generation}`,
    sessionExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  platform.answer(login, next);
  platform.answer(refresh, (input) => {
    presented.push(input['refreshToken']);
    return next();
  });
  platform.answer(logout, (input) => {
    presented.push(input['refreshToken']);
    return null;
  });
  gateway = await startTestGateway(platform);
  // of another origin, and by its address the same site
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>elsewhere</title>');
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  elsewhere.close();
  await gateway.stop();
  await platform.stop();
});

interface Sent {
  readonly status: number;
  readonly text: string;
}

/** A request as a script of the page sends it; status 0 where the browser does not. */
const send = (page: Page, method: string, path: string, body?: object): Promise<Sent> =>
  page.evaluate(
    async ({ url, method, body }) => {
      try {
        const response = await fetch(url, {
          method,
          credentials: 'include',
          headers: { 'content-type': 'application/json', 'berth-session': 'cookie' },
          ...(body && { body: JSON.stringify(body) }),
        });
        return { status: response.status, text: await response.text() };
      } catch (error) {
        return { status: 0, text: String(error) };
      }
    },
    { url: `${gateway.url}${path}`, method, body },
  );

describe('the session cookie in a browser', () => {
  it('keeps a page of the gateway logged in without showing it the token, and no other page', async () => {
    if (!browser) skipTest(NO_BROWSER);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${gateway.url}/docs/`);
    const entered = await send(page, 'POST', '/api/v1/session', { login: 'ada', password: 'correct horse' });
    assert.equal(entered.status, 200);
    assert.doesNotMatch(entered.text, /token-\d/);
    assert.doesNotMatch(await page.evaluate('document.cookie'), /berth-refresh/);
    await page.reload();
    assert.equal((await send(page, 'POST', '/api/v1/session/refresh')).status, 200);
    assert.deepEqual(presented, ['token-1']);
    // the next one took its place
    assert.equal((await send(page, 'POST', '/api/v1/session/refresh')).status, 200);
    assert.deepEqual(presented, ['token-1', 'token-2']);

    const foreign = await context.newPage();
    const { port } = elsewhere.address() as AddressInfo;
    await foreign.goto(`http://127.0.0.1:${port}/`);
    for (const [method, path] of [
      ['POST', '/api/v1/session/refresh'],
      ['DELETE', '/api/v1/session'],
    ] as const)
      assert.equal((await send(foreign, method, path)).status, 0);
    // a form needs no leave of the gateway, and brings the cookie along: it lacks the header
    await foreign.setContent(`<form method="post" action="${gateway.url}/api/v1/session/refresh"></form>`);
    const [answer] = await Promise.all([
      foreign.waitForResponse((response) => response.url().endsWith('/session/refresh')),
      foreign.evaluate('document.forms[0].submit()'),
    ]);
    assert.ok(answer.status() >= 400, String(answer.status()));
    assert.deepEqual(presented, ['token-1', 'token-2']);

    assert.equal((await send(page, 'DELETE', '/api/v1/session')).status, 204);
    assert.deepEqual(presented, ['token-1', 'token-2', 'token-3']);
    assert.equal((await send(page, 'POST', '/api/v1/session/refresh')).status, 401);
    await context.close();
  });
});
