import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { onTestEnd } from '@berth/testing/test-end';
import { pythonIndexRoute } from './python-index.route.js';

async function serve(build: string, needed = tempDir('needed'), publicUrl = 'https://berth.example.org') {
  const route = pythonIndexRoute(publicUrl, `${build}/`, `${needed}/`);
  const trace = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) } as Parameters<typeof route>[2];
  const server = createServer((request, response) => void route(request, response, trace));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the index of the client for Python', () => {
  it('lists one project, and its wheel with a checksum', async () => {
    const build = tempDir('wheel');
    writeFileSync(`${build}/a-1.whl`, 'wheel');
    writeFileSync(
      `${build}/wheel.json`,
      JSON.stringify({ file: 'a-1.whl', sha256: 'ab12', requiresPython: '>=3.10' }),
    );
    const url = await serve(build);
    const get = async (path: string): Promise<string> => (await fetch(url + path)).text();
    assert.match(
      await get('/python/'),
      /^pip install https:\/\/berth\.example\.org\/python\/simple\/berth-client\/a-1\.whl\n/,
    );
    assert.match(await get('/python/simple/'), /<a href="berth-client\/">/);
    assert.match(
      await get('/python/simple/berth-client/'),
      /<a href="a-1\.whl#sha256=ab12" data-requires-python="&gt;=3\.10">a-1\.whl<\/a>/,
    );
    assert.equal(await get('/python/simple/berth-client/a-1.whl'), 'wheel');
    assert.equal((await fetch(`${url}/python/simple/other/`)).status, 404);
    assert.equal((await fetch(`${url}/python/`, { method: 'POST' })).status, 405);
  });

  it('has what the client needs, where that was fetched', async () => {
    const [build, needed] = [tempDir('wheel'), tempDir('needed')];
    writeFileSync(`${build}/a-1.whl`, 'wheel');
    const built = { file: 'a-1.whl', sha256: 'ab12', requiresPython: '>=3.10' };
    writeFileSync(`${build}/wheel.json`, JSON.stringify(built));
    const wheels = ['1', '2'].map((version) => ({
      project: 'httpx2',
      file: `httpx2-${version}-py3-none-any.whl`,
      sha256: `cd${version}`,
    }));
    for (const { file, sha256 } of wheels) writeFileSync(`${needed}/${file}`, sha256);
    writeFileSync(`${needed}/needed.json`, JSON.stringify({ lock: '', wheels }));
    const url = await serve(build, needed);
    const get = async (path: string, at = url): Promise<string> => (await fetch(at + path)).text();
    assert.match(await get('/python/simple/'), /<a href="berth-client\/">.*\n<a href="httpx2\/">httpx2<\/a>/);
    assert.match(
      await get('/python/simple/httpx2/'),
      /<a href="httpx2-1-py3-none-any\.whl#sha256=cd1">[^\n]*\n<a href="httpx2-2-/,
    );
    assert.equal(await get('/python/simple/httpx2/httpx2-2-py3-none-any.whl'), 'cd2');
    assert.match(
      await get('/python/'),
      /\npip install --index-url https:\/\/berth\.example\.org\/python\/simple\/ berth-client\n$/,
    );
    const plain = await serve(build, needed, 'http://10.0.0.7:4000');
    assert.match(await get('/python/', plain), /simple\/ --trusted-host 10\.0\.0\.7 berth-client\n$/);
  });

  it('says that it has not been built', async () => {
    const answer = await fetch(`${await serve(tempDir('wheel'))}/python/simple/berth-client/`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /has not been built: npm run build makes it/);
  });
});
