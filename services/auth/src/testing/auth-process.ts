import { fork, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { waitForReady } from '@berth/testing/wait-for-ready';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const ADMIN = fileURLToPath(new URL('../admin.js', import.meta.url));

/** The service as the launcher runs it, in a folder of its own. */
export class AuthProcess {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  constructor(nats: TestNats, settings: NodeJS.ProcessEnv = {}) {
    const dir = tempDir('auth-process');
    const masterKeyFile = join(dir, 'master.key');
    writeFileSync(masterKeyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
    this.#env = {
      PATH: process.env['PATH'],
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('auth'),
      BERTH_EVENT_STORE: `sqlite:${join(dir, 'events.db')}`,
      BERTH_READ_MODELS: `sqlite:${join(dir, 'views.db')}`,
      BERTH_MASTER_KEY_FILE: masterKeyFile,
      BERTH_LOG_LEVEL: 'warn',
      ...settings,
    };
  }

  /** Resolves with the port of its health server once it serves. */
  async start(): Promise<number> {
    const child = fork(MAIN, { env: this.#env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    const message = await Promise.race([
      waitForReady(child),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`auth ended with ${code} before it was ready`)),
      ),
    ]);
    return message.healthPort;
  }

  /** Exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = (await gone) as [number | null];
    return code;
  }

  /** `npm run admin -- ...` with a password on standard input. */
  async admin(args: readonly string[], password: string) {
    const child = spawn(process.execPath, [ADMIN, ...args, '--password-stdin'], { env: this.#env });
    child.stdin.end(`${password}\n`);
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code: code as number | null, out, err };
  }
}
