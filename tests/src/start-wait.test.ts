import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { freePort } from '@berth/testing/free-port';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { Platform } from './platform/platform.js';

jest.setTimeout(120_000);

const MAIN = fileURLToPath(new URL('../../services/billing/dist/main.js', import.meta.url));
const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 20 };
/** Of no real server: nothing listens on port 1. */
const NOBODY = 'kurrentdb://ann:s3cret-word@127.0.0.1:1?tls=false';

interface Message {
  readonly type: string;
  readonly text?: string;
}

describe('what a service needs and is not there yet', () => {
  let nats: TestNats;
  beforeAll(async () => (nats = await startNats()));
  afterAll(() => nats.stop());

  function aService(settings: NodeJS.ProcessEnv) {
    const folder = tempDir('waiting');
    writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('base64'));
    const env = {
      PATH: process.env['PATH'],
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('billing'),
      BERTH_EVENT_STORE: `sqlite:${join(folder, 'events.db')}`,
      BERTH_READ_MODELS: `sqlite:${join(folder, 'views.db')}`,
      BERTH_KEY_STORE: `sqlite:${join(folder, 'keys.db')}`,
      BERTH_MASTER_KEY_FILE: join(folder, 'master.key'),
      ...settings,
    };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    onTestEnd(() => child.kill('SIGKILL'));
    return { ...heard(child), exit: once(child, 'exit') as Promise<[number | null]> };
  }

  it('is waited for, and the log says for what and why: the event store', async () => {
    const port = await freePort();
    const url = `kurrentdb://ann:s3cret-word@127.0.0.1:${port}?tls=false`;
    const service = aService({ BERTH_EVENT_STORE: url });
    const waiting = `waiting for KurrentDB at 127.0.0.1:${port}: connection refused`;
    await eventually(() => assert.equal(service.messages[0]?.text, waiting), WAIT_OPTIONS);
    const server = await startStandIn({ port });
    onTestEnd(() => server.close());
    await eventually(() => assert.equal(service.messages.at(-1)?.type, 'ready'), WAIT_OPTIONS);
    assert.equal(service.output().split(waiting).length - 1, 1, 'said more than once');
    assert.doesNotMatch(service.output() + JSON.stringify(service.messages), /s3cret-word/);
  });

  it('is waited for: the bus', async () => {
    const service = aService({
      BERTH_NATS_URL: 'nats://127.0.0.1:1',
      BERTH_START_TIMEOUT_SECONDS: '60',
    });
    const waiting = 'waiting for NATS at 127.0.0.1:1: connection refused';
    await eventually(() => assert.equal(service.messages[0]?.text, waiting), WAIT_OPTIONS);
  });

  it('fails the start when the time is up, with one sentence: the read models', async () => {
    const url = 'mongodb://ann:s3cret-word@127.0.0.1:1/?serverSelectionTimeoutMS=200';
    const service = aService({ BERTH_READ_MODELS: url, BERTH_START_TIMEOUT_SECONDS: '1' });
    assert.deepEqual(await service.exit, [1, null]);
    const { type, text } = service.messages.at(-1) ?? {};
    assert.equal(type, 'failed');
    assert.equal(
      text,
      'MongoDB at 127.0.0.1:1 was not reachable within 1 s (BERTH_START_TIMEOUT_SECONDS): connection refused; start it, or set BERTH_READ_MODELS to its address',
    );
    assert.doesNotMatch(service.output() + JSON.stringify(service.messages), /s3cret-word/);
  });

  it('ends the platform with sentences, and with no password anywhere', async () => {
    const data = join(tempDir('refused'), 'data');
    const env = { BERTH_EVENT_STORE: NOBODY, BERTH_START_TIMEOUT_SECONDS: '2' };
    const { status, said } = await Platform.refusedStart({ data, agent: false, env });
    assert.equal(status, 1);
    const lines = said.split('\n');
    assert.equal(
      lines.filter((line) => line === 'waiting for KurrentDB at 127.0.0.1:1: connection refused').length,
      1,
      said,
    );
    assert.match(
      said,
      /^\w+ did not start: KurrentDB at 127\.0\.0\.1:1 was not reachable within 2 s .*connection refused; start it/m,
    );
    assert.doesNotMatch(said, /\{|s3cret-word|ann:/);
    const logs = readdirSync(join(data, 'logs')).map((name) =>
      readFileSync(join(data, 'logs', name), 'utf8'),
    );
    assert.ok(logs.some((text) => text.includes('waiting for KurrentDB')));
    assert.doesNotMatch(logs.join(''), /s3cret-word/);
  });
});

function heard(child: ChildProcess) {
  const messages: Message[] = [];
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  child.on('message', (message: Message) => messages.push(message));
  return { messages, output: () => output };
}
