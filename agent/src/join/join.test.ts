import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { newId } from '@berth/kernel/ids';
import { createLogger } from '@berth/service-host/log';
import { freePort } from '@berth/testing/free-port';
import { tempDir } from '@berth/testing/temp-dir';
import { joinPlatform, type JoinOptions } from './join.js';
import { Membership } from './membership.js';

const ANSWER = { hostId: newId(), jwt: 'a.b.c', natsUrl: 'nats://127.0.0.1:1' };

/** A gateway that answers with what the test says, one after the other; then the last one each time. */
async function aGateway(...answers: readonly (readonly [number, unknown])[]) {
  const asked: { token: string; publicKey: string; name: string }[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      asked.push(JSON.parse(body) as (typeof asked)[number]);
      const [status, answer] = answers[Math.min(asked.length, answers.length) - 1] ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestEnd(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function aHost() {
  const folder = tempDir('join');
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'the-token\n');
  const options = (gatewayUrl: string, changes: Partial<JoinOptions> = {}): JoinOptions => ({
    gatewayUrl,
    tokenFile,
    hostName: 'gpu-1',
    log: createLogger('test', 'silent'),
    signal: new AbortController().signal,
    ...changes,
  });
  return { folder, tokenFile, options };
}

describe('joinPlatform', () => {
  it('trades the token for credentials, as the same host each time', async () => {
    const { folder, options } = aHost();
    const { url, asked } = await aGateway([200, ANSWER]);
    assert.deepEqual(await joinPlatform(await Membership.load(folder), options(url)), ANSWER);
    const again = await Membership.load(folder);
    assert.deepEqual(again.answer, ANSWER);
    await joinPlatform(again, options(url));
    assert.deepEqual([asked[0]?.token, asked[0]?.name], ['the-token', 'gpu-1']);
    assert.match(asked[0]?.publicKey ?? '', /^U[A-Z2-7]{55}$/);
    assert.equal(asked[1]?.publicKey, asked[0]?.publicKey);
  });

  it('waits for a gateway that is not up yet, and for one that is busy', async () => {
    const { folder, options } = aHost();
    const { url } = await aGateway([503, {}], [200, 'nonsense'], [200, ANSWER]);
    assert.deepEqual(await joinPlatform(await Membership.load(folder), options(url)), ANSWER);
  });

  it('waits for a token that is not there yet', async () => {
    const { folder, options, tokenFile } = aHost();
    const { url } = await aGateway([200, ANSWER]);
    rmSync(tokenFile);
    const joining = joinPlatform(await Membership.load(folder), options(url));
    setTimeout(() => writeFileSync(tokenFile, 'the-token'), 100);
    assert.deepEqual(await joining, ANSWER);
  });

  it('says why it is refused', async () => {
    const { folder, options } = aHost();
    const { url } = await aGateway([401, { title: 'Unauthorized', detail: 'the join token has expired' }]);
    await assert.rejects(
      joinPlatform(await Membership.load(folder), options(url)),
      /the join token has expired/,
    );
  });

  it('uses its stored answer when its token is no longer valid, or the gateway is away', async () => {
    const { folder, options } = aHost();
    const { url } = await aGateway([200, ANSWER], [401, { detail: 'used up' }]);
    const membership = await Membership.load(folder);
    await joinPlatform(membership, options(url));
    assert.deepEqual(await joinPlatform(membership, options(url)), ANSWER);
    const away = `http://127.0.0.1:${await freePort()}`;
    assert.deepEqual(await joinPlatform(membership, options(away, { gatewayTimeoutMs: 50 })), ANSWER);
    assert.deepEqual(await joinPlatform(membership, options(away, { tokenFile: undefined })), ANSWER);
  });

  it('gets new credentials without a token where it has joined before and has no good one', async () => {
    const { folder, options } = aHost();
    const renewed = { ...ANSWER, jwt: 'new', expiresInSeconds: 60 };
    const { url, asked } = await aGateway([200, ANSWER], [401, { detail: 'used up' }], [200, renewed]);
    const membership = await Membership.load(folder);
    await joinPlatform(membership, options(url));
    assert.deepEqual(await joinPlatform(membership, options(url)), renewed);
    assert.deepEqual(asked[2], { publicKey: membership.publicKey });
    assert.deepEqual(await joinPlatform(membership, options(url, { tokenFile: undefined })), renewed);
    assert.match(readFileSync(membership.credsFile, 'utf8'), /^new$/m);
  });

  it('is stopped while it waits', async () => {
    const { folder, options } = aHost();
    const stopping = new AbortController();
    const away = `http://127.0.0.1:${await freePort()}`;
    const joining = joinPlatform(await Membership.load(folder), options(away, { signal: stopping.signal }));
    setTimeout(() => stopping.abort(), 50);
    await assert.rejects(joining, { name: 'AbortError' });
  });

  it('joins anew where what it kept can’t be read', async () => {
    const { folder } = aHost();
    writeFileSync(join(folder, 'membership.json'), '{"hostId":');
    assert.equal((await Membership.load(folder)).answer, undefined);
  });
});
