import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@berth/contracts/services';
import type { TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { waitForReady } from '@berth/testing/wait-for-ready';

export interface ServiceProcessOptions {
  readonly service: ServiceName;
  /** Path of its `main.js`. */
  readonly main: string;
  readonly nats: TestNats;
  readonly settings?: { readonly [variable: string]: string };
}

const READY_WITHIN_MS = 30_000;

/** A service as it is run by the launcher: a process of its own, with stores in a folder of its own. */
export class ServiceProcess {
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #output = '';
  #healthPort = 0;

  constructor(private readonly options: ServiceProcessOptions) {
    this.#folder = tempDir(options.service);
    writeFileSync(join(this.#folder, 'master.key'), randomBytes(32).toString('base64'));
  }

  /** Its log, for assertions. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get healthPort(): number {
    return this.#healthPort;
  }

  /** Resolves when it is ready. May be called again after `stop`. */
  async start(): Promise<void> {
    const child = fork(this.options.main, {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    const ready = waitForReady(child, AbortSignal.timeout(READY_WITHIN_MS));
    const gone = once(child, 'exit').then(() =>
      Promise.reject(new Error(`${this.options.service} ended:\n${this.#output}`)),
    );
    gone.catch(() => undefined);
    this.#healthPort = (await Promise.race([ready, gone])).healthPort;
  }

  /** Resolves with the exit status, null after a signal that it could not handle. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [status] = (await gone) as [number | null];
    return status;
  }

  #environment(): NodeJS.ProcessEnv {
    const { nats, service, settings } = this.options;
    const at = (name: string) => join(this.#folder, name);
    return {
      PATH: process.env['PATH'],
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf(service),
      BERTH_EVENT_STORE: `sqlite:${at('events.db')}`,
      BERTH_READ_MODELS: `sqlite:${at('views.db')}`,
      BERTH_MASTER_KEY_FILE: at('master.key'),
      ...settings,
    };
  }
}
