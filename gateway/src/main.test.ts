import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { StandInPlatform } from './testing/stand-in-platform.js';
import { startNats, type TestNats } from '@berth/testing/nats';

jest.setTimeout(60_000);

interface Ready {
  readonly type: string;
  readonly healthPort: number;
  readonly url: string;
}

let nats: TestNats;
let services: StandInPlatform | undefined;

beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => (services ?? nats).stop());

function launch(settings: { readonly [variable: string]: string } = {}): ChildProcess {
  return fork(fileURLToPath(new URL('main.js', import.meta.url)), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('gateway'),
      BERTH_HTTP_PORT: '0',
      ...settings,
    },
  });
}

async function ready(process: ChildProcess): Promise<Ready> {
  const [message] = (await once(process, 'message')) as [Ready];
  return message;
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('the process', () => {
  it('reports readiness, detects a lost and restored bus connection, and stops gracefully', async () => {
    const gateway = launch();
    const { type, url, healthPort } = await ready(gateway);
    assert.equal(type, 'ready');
    assert.equal(url, `http://127.0.0.1:${healthPort}`);
    assert.equal(await statusOf(`${url}/readyz`), 503);
    services = await StandInPlatform.start({ nats });
    await eventually(async () => assert.equal(await statusOf(`${url}/readyz`), 200));
    await nats.kill();
    await eventually(async () => assert.equal(await statusOf(`${url}/readyz`), 503));
    assert.equal(await statusOf(`${url}/livez`), 200);
    const asked = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          'mutation { login(input: { login: "ada", password: "x" }) { __typename ... on Error { code } } }',
      }),
    });
    const { data } = (await asked.json()) as { data: { login: object } };
    assert.deepEqual(data.login, { __typename: 'Unavailable', code: 'UNAVAILABLE' });
    await nats.restart();
    await eventually(async () => assert.equal(await statusOf(`${url}/readyz`), 200), { timeoutMs: 10_000 });
    gateway.kill('SIGTERM');
    assert.deepEqual(await once(gateway, 'exit'), [0, null]);
  });

  it('exits when its launcher exits', async () => {
    const gateway = launch();
    await ready(gateway);
    gateway.disconnect();
    assert.deepEqual(await once(gateway, 'exit'), [0, null]);
  });

  it('does not start with a wrong setting, and names it', () =>
    failsWith({ BERTH_MAX_QUERY_DEPTH: 'deep' }, /BERTH_MAX_QUERY_DEPTH/));

  it('does not start on a port that is taken, and says so', async () => {
    const port = new URL(nats.url).port;
    await failsWith({ BERTH_HTTP_PORT: port }, new RegExp(`EADDRINUSE.*${port}`));
  });
});

async function failsWith(settings: { readonly [variable: string]: string }, said: RegExp): Promise<void> {
  const gateway = launch(settings);
  let output = '';
  gateway.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  assert.deepEqual(await once(gateway, 'exit'), [1, null]);
  assert.match(output, said);
}
