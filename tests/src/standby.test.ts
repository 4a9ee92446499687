import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@berth/kurrentdb-standin';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';

jest.setTimeout(120_000);

const MAIN = fileURLToPath(new URL('../../services/billing/dist/main.js', import.meta.url));
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 20 };
/** A leadership expires after 6 s and is checked every 2 s: a copy that serves earlier was handed it. */
const AT_ONCE_MS = 5_000;

describe('copies of a service', () => {
  let nats: TestNats;
  let events: { readonly url: string; close(): void };
  const folder = tempDir('copies');
  beforeAll(async () => {
    writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('base64'));
    nats = await startNats();
    events = await startStandIn();
  });
  afterAll(async () => {
    await nats.stop();
    events.close();
  });

  function aCopy(name: string): Copy {
    const copy = new Copy({
      PATH: process.env['PATH'],
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('billing'),
      BERTH_EVENT_STORE: events.url,
      BERTH_READ_MODELS: `sqlite:${join(folder, `${name}.db`)}`,
      BERTH_PROCESS_STORE: `sqlite:${join(folder, `${name}.process.db`)}`,
      BERTH_KEY_STORE: `sqlite:${join(folder, 'keys.db')}`,
      BERTH_MASTER_KEY_FILE: join(folder, 'master.key'),
    });
    onTestEnd(() => copy.child.kill('SIGKILL'));
    return copy;
  }

  it('fail over: another serves at once when one stops in order', async () => {
    const one = aCopy('one');
    await eventually(() => assert.ok(one.serves), WAIT_OPTIONS);
    const other = aCopy('other');
    await eventually(() => assert.match(other.output, /on standby/), WAIT_OPTIONS);
    assert.ok(!other.serves);
    one.child.kill('SIGTERM');
    assert.deepEqual(await one.gone, [0, null]);
    await eventually(() => assert.ok(other.serves), { timeoutMs: AT_ONCE_MS, everyMs: 20 });
    other.child.kill('SIGTERM');
    assert.deepEqual(await other.gone, [0, null]);
  });

  it('that stand by end when they are asked to, and with their launcher', async () => {
    const one = aCopy('one');
    await eventually(() => assert.ok(one.serves), WAIT_OPTIONS);
    for (const end of ['SIGTERM', 'disconnect'] as const) {
      const other = aCopy('other');
      await eventually(() => assert.match(other.output, /on standby/), WAIT_OPTIONS);
      if (end === 'disconnect') other.child.disconnect();
      else other.child.kill(end);
      assert.deepEqual(await other.gone, [0, null]);
    }
  });
});

class Copy {
  readonly child: ChildProcess;
  readonly gone: Promise<unknown[]>;
  output = '';
  serves = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.gone = once(this.child, 'exit');
    this.child.on(
      'message',
      (message: { readonly type: string }) => (this.serves ||= message.type === 'ready'),
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }
}
