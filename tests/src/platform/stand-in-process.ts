import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerVersion } from '@berth/kurrentdb-standin';
import { tempDir } from '@berth/testing/temp-dir';

const MAIN = fileURLToPath(import.meta.resolve('@berth/kurrentdb-standin/main'));

/** The stand-in as a process of its own, which can be killed and started again on the same port, with what it held. */
export class StandInProcess {
  readonly #file = join(tempDir('stand-in'), 'log');
  #child: ChildProcess | undefined;
  #url = '';

  constructor(private readonly version: ServerVersion) {}

  /** Connection string. */
  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const port = this.#url === '' ? '0' : new URL(this.#url).port;
    const args = [MAIN, '--port', port, '--version', this.version, '--file', this.#file];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    [this.#url] = (await once(createInterface(child.stdout), 'line')) as [string];
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
