import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@berth/service-host/log';
import { tempDir } from '@berth/testing/temp-dir';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Cors } from '../http/cors.js';
import { startHttpServer, type HttpServer } from '../http/server.js';
import { consoleRoute } from './console.route.js';

const PAGE = '<!doctype html><title>Berth</title>';
let server: HttpServer;
let unbuilt: HttpServer;

const serve = (build: string): Promise<HttpServer> =>
  startHttpServer({
    host: '127.0.0.1',
    port: 0,
    cors: new Cors(''),
    log: createLogger('gateway', 'fatal'),
    routes: {},
    otherwise: consoleRoute(build),
  });

beforeAll(async () => {
  const build = `${tempDir('console')}/`;
  mkdirSync(join(build, 'assets'));
  writeFileSync(join(build, 'index.html'), PAGE);
  writeFileSync(join(build, 'before-paint.js'), 'early()');
  mkdirSync(join(build, '.vite'));
  writeFileSync(join(build, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(build, 'assets', 'index-1a2b.js'), 'plain()');
  writeFileSync(join(build, 'assets', 'index-1a2b.js.br'), 'compressed');
  server = await serve(build);
  unbuilt = await serve(`${tempDir('no-console')}/`);
});
afterAll(async () => {
  await server.close(0);
  await unbuilt.close(0);
});

const get = (path: string, headers: { [name: string]: string } = {}, method = 'GET', from = server) =>
  fetch(`http://127.0.0.1:${from.port}${path}`, { method, headers });
const BROWSER = { accept: 'text/html,application/xhtml+xml' };

describe('the console', () => {
  it.each(['/', '/jobs', '/jobs/01ABC?tab=logs', '/no/such/screen'])(
    'is the page at %s, for a browser, never from a cache, with a policy that allows no inline script',
    async (path) => {
      const page = await get(path, BROWSER);
      assert.equal(await page.text(), PAGE);
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self';/);
    },
  );

  it('keeps hashed files a year, and asks for the others each time', async () => {
    const hashed = await get('/assets/index-1a2b.js', { 'accept-encoding': 'identity' });
    assert.equal(await hashed.text(), 'plain()');
    assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(hashed.headers.get('content-type'), 'text/javascript; charset=utf-8');
    const early = await get('/before-paint.js');
    assert.equal(early.headers.get('cache-control'), 'no-cache');
  });

  it('sends the compressed form to whoever takes it', async () => {
    const head = await get('/assets/index-1a2b.js', { 'accept-encoding': 'gzip, br' }, 'HEAD');
    assert.equal(head.headers.get('content-encoding'), 'br');
    assert.equal(head.headers.get('content-length'), String('compressed'.length));
    assert.equal(head.headers.get('vary'), 'accept-encoding');
  });

  it.each([
    ['a file that is not there', '/assets/gone.js', BROWSER],
    ['a compressed form by its own name', '/assets/index-1a2b.js.br', BROWSER],
    ['what the build notes for itself', '/.vite/manifest.json', BROWSER],
    ['a way out of the folder', '/assets/%2e%2e/%2e%2e/package.json', BROWSER],
    ['a path that a program has mistyped', '/api/v2/jobs', { accept: 'application/json' }],
  ])('has nothing for %s', async (_what, path, headers) => {
    assert.equal((await get(path, headers)).status, 404);
  });

  it('takes nothing', async () => {
    assert.equal((await get('/assets/index-1a2b.js', {}, 'POST')).status, 405);
    assert.equal((await get('/jobs', BROWSER, 'POST')).status, 404);
  });

  it('says what to do where it has not been built', async () => {
    const answer = await get('/', BROWSER, 'GET', unbuilt);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /npm run build/);
  });
});
