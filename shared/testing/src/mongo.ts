import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { spawnGuarded } from './guarded-process.js';
import { pythonPackage } from './python-package.js';
import { tempDir } from './temp-dir.js';

const START_TIMEOUT_MS = 30_000;

export interface TestMongo {
  /** The same after a restart. */
  readonly url: string;
  /** SIGKILL, then a start on the same port and data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A SecantusDB of the test's own, on a free port and in a folder of its own; or why there can't be one here. */
export async function startMongo(): Promise<TestMongo | { readonly unavailable: string }> {
  const server = await pythonPackage('secantusdb', '0.7.0b3');
  if ('unavailable' in server) return server;
  const { python, folder } = server;
  const data = tempDir('mongo');
  const port = await freePort();
  let running = await launch(python, folder, port, data);
  return {
    url: `mongodb://127.0.0.1:${port}/`,
    async crash() {
      await end(running);
      running = await launch(python, folder, port, data);
    },
    stop: () => end(running),
  };
}

async function launch(python: string, modules: string, port: number, data: string): Promise<ChildProcess> {
  const settings = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--storage-path',
    data,
    '--cache-size',
    '128M',
  ];
  const path = [
    '-c',
    `import sys; sys.path.insert(0, ${JSON.stringify(modules)}); from secantus.cli import main; main()`,
  ];
  const server = spawnGuarded(python, [...path, ...settings, '--log-level', 'ERROR']);
  let output = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4_000)));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    if (await accepts(port)) return server;
    await sleep(50);
  }
  await end(server);
  throw new Error(`SecantusDB did not start on port ${port}:\n${output}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Never in order: an orderly end takes it ten seconds, and its data is the test's own. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}
