import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { describe, it, jest } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from './eventually.js';
import { connectIdentity } from './nats-connections.js';
import { startNats } from './nats.js';
import { tempDir } from './temp-dir.js';

jest.setTimeout(30_000);

describe('a nats-server for tests', () => {
  it('keeps its port, its credentials and its streams over kill and restart', async () => {
    const nats = await startNats();
    const connection = await connectIdentity(nats, 'billing');
    const manager = await jetstreamManager(connection, { timeout: 500 });
    await manager.streams.add({ name: 'BILLING', subjects: [subjects.eventsOf('billing')] });
    await jetstream(connection).publish(subjects.event('billing', undefined, 'charge', 'C', 'made.v1'), 'x');

    const { url, pid } = nats;
    await nats.kill();
    await nats.restart();
    assert.equal(nats.url, url);
    assert.notEqual(nats.pid, pid);
    const messages = await eventually(async () => (await manager.streams.info('BILLING')).state.messages);
    assert.equal(messages, 1);

    await connection.close();
    await nats.stop();
  });

  it('does not outlive its test, however that ends', async () => {
    const code = `
      const { startNats } = await import(${JSON.stringify(new URL('./nats.js', import.meta.url).href)});
      const nats = await startNats();
      console.log(nats.pid);
      setInterval(() => {}, 1000);
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // what a killed process leaves behind goes with this one's
      env: { ...process.env, TMPDIR: tempDir('owner') },
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    assert.equal(isAlive(pid), true);
    owner.kill('SIGKILL');
    await eventually(() => assert.equal(isAlive(pid), false));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
