import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { PASSWORD } from './lab.js';
import type { Platform } from './platform.js';

export const BERTH = fileURLToPath(new URL('../../../clients/cli/dist/main.js', import.meta.url));
/** Runs a command at a terminal of its own, and hands on what is typed and shown. */
const AT_TERMINAL =
  'import os, pty, sys; status = pty.spawn(sys.argv[1:]); sys.exit(os.waitstatus_to_exitcode(status))';

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly said: string;
}

/** A command that runs, and what it has said so far. */
export class Running {
  out = '';
  said = '';
  readonly #ended: Promise<number | null>;

  constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.#ended = once(child, 'close').then(([status]: unknown[]) => status as number | null);
  }

  async until(pattern: RegExp): Promise<void> {
    await eventually(() => assert.match(this.out + this.said, pattern), { timeoutMs: 60_000, everyMs: 50 });
  }

  async end(): Promise<Outcome> {
    return { status: await this.#ended, out: this.out, said: this.said };
  }
}

/** The command line as one person has it: a folder with their log-in. */
export class Cli {
  constructor(
    readonly config: string,
    readonly env: NodeJS.ProcessEnv = {},
  ) {}

  static async logIn(platform: Platform, username = 'ada', env: NodeJS.ProcessEnv = {}): Promise<Cli> {
    const cli = new Cli(join(tempDir('cli'), 'berth'), env);
    const login = ['login', platform.url, '--user', username, '--password-stdin'];
    const { status, said } = await cli.run(login, {}, `${PASSWORD}\n`);
    assert.equal(status, 0, said);
    return cli;
  }

  start(
    args: readonly string[],
    env: object = {},
    { terminal = false, cwd = tempDir('cli-cwd') } = {},
  ): Running {
    const command = [process.execPath, BERTH, ...args];
    const [program = '', ...rest] = terminal ? ['python3', '-c', AT_TERMINAL, ...command] : command;
    const whole = { ...process.env, BERTH_CONFIG: this.config, NO_COLOR: '1', ...this.env, ...env };
    return new Running(spawn(program, rest, { cwd, env: whole }));
  }

  run(args: readonly string[], env: object = {}, input = ''): Promise<Outcome> {
    const running = this.start(args, env);
    running.child.stdin.end(input);
    return running.end();
  }
}
