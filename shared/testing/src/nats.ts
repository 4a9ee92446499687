import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BusIdentity } from '@berth/contracts/services';
import { writeServerConfig, serverVersionOf } from '@berth/nats-trust/server-config';
import { ensureTrust, type Trust } from '@berth/nats-trust/trust';
import { freePort } from './free-port.js';
import { spawnGuarded } from './guarded-process.js';
import { natsBinary } from './nats-binary.js';
import { tempDir } from './temp-dir.js';

/** Whether a nats-server sends its INFO on the port before the time is up; false at once when its process has ended. */
export async function waitForNats(
  port: number,
  { timeoutMs, whileRunning }: { timeoutMs: number; whileRunning: ChildProcess },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && whileRunning.exitCode === null && whileRunning.signalCode === null) {
    // an INFO on the port of a process that has just lost the race for it would be another server's
    if (await sendsInfo(port)) return whileRunning.exitCode === null;
    await sleep(20);
  }
  return false;
}

async function sendsInfo(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })) as [Buffer];
    return chunk.toString('latin1').startsWith('INFO ');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export interface TestNats {
  /** `nats://127.0.0.1:<port>`; the same after a restart. */
  readonly url: string;
  readonly trust: Trust;
  /** Path of a credentials file. */
  credsOf(identity: BusIdentity): string;
  /** Of the server that runs now. */
  readonly pid: number;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** In order; resolves when it is gone. Every test that starts one ends with this. */
  stop(): Promise<void>;
  /** Signs the accounts anew, with the agents' keys that are revoked by now, and has the running server read that. */
  reloadTrust(): Promise<void>;
  /** Starts it again on the same port and store, after `stop` or `kill`, or stops it first. */
  restart(): Promise<void>;
}

/** A real nats-server in JWT mode, with JetStream, on a free port and in a folder of its own. */
export async function startNats(): Promise<TestNats> {
  const binary = natsBinary();
  const version = await serverVersionOf(binary);
  const dir = tempDir('nats');
  const trust = await ensureTrust(join(dir, 'trust'));

  let last: unknown;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const config = writeServerConfig(trust, { port, storeDir: join(dir, 'jetstream'), version });
    try {
      const server = await launch(binary, config, port);
      const settings = { port, storeDir: join(dir, 'jetstream'), version };
      const rewrite = async () => void writeServerConfig(await ensureTrust(trust.dir), settings);
      return handle(server, { trust, port, rewrite, relaunch: () => launch(binary, config, port) });
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function launch(binary: string, config: string, port: number): Promise<ChildProcess> {
  const server = spawnGuarded(binary, ['-c', config]);
  let output = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4_000)));
  if (await waitForNats(port, { timeoutMs: 15_000, whileRunning: server })) return server;
  await end(server, 'SIGKILL');
  throw new Error(`nats-server did not start on port ${port}:\n${output}`);
}

function handle(
  first: ChildProcess,
  {
    trust,
    port,
    rewrite,
    relaunch,
  }: {
    trust: Trust;
    port: number;
    rewrite: () => Promise<void>;
    relaunch: () => Promise<ChildProcess>;
  },
): TestNats {
  let server = first;
  return {
    url: `nats://127.0.0.1:${port}`,
    trust,
    credsOf: (identity) => trust.credsOf(identity),
    get pid() {
      if (server.pid === undefined) throw new Error('nats-server has no pid');
      return server.pid;
    },
    kill: () => end(server, 'SIGKILL'),
    stop: () => end(server, 'SIGTERM'),
    reloadTrust: async () => {
      await rewrite();
      server.kill('SIGHUP');
    },
    restart: async () => {
      await end(server, 'SIGTERM');
      server = await relaunch();
    },
  };
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const gone = once(server, 'exit');
  server.kill(signal);
  const killTimer = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(killTimer);
}
