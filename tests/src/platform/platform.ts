import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasTestFailed, onTestEnd } from '@berth/testing/test-end';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BusIdentity } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { defined } from '@berth/kernel/defined';
import { Api } from './api.js';
import { JOB_FOLDER } from './job-folder.js';

export type ProcessName =
  'nats-server' | 'auth' | 'inventory' | 'scheduler' | 'telemetry' | 'billing' | 'gateway' | 'agent';

export interface PlatformOptions {
  /** Default: a folder of the test's own. */
  readonly data?: string;
  /** Default: an agent, and no GPUs. */
  readonly agent?: boolean;
  readonly simulateGpus?: number;
  /** Number of the user that all of it runs as, where not the test's own. */
  readonly uid?: number;
  /** Settings for all processes, beside those of the launcher. */
  readonly env?: { readonly [variable: string]: string };
}

interface ProcessEntry {
  readonly name: ProcessName;
  readonly pid?: number;
  readonly ready: boolean;
  readonly restarts: number;
}

/** Jobs of members are run wherever the tests are, also where nothing can hold them apart. */
const DEFAULTS = {
  BERTH_ENV: 'development',
  BERTH_LOG_LEVEL: 'info',
  BERTH_JOB_FOLDERS: JOB_FOLDER,
  BERTH_TRUST_JOBS: 'true',
};
const PROGRAM = fileURLToPath(new URL('launched-platform.js', import.meta.url));
const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 90_000;
const LOG_TAIL = 1_500;

/** Tests poll every few milliseconds, and submit without a pause. */
const RAISED_RATE_LIMITS = {
  BERTH_RATE_LIMIT_PER_MINUTE: '600000',
  BERTH_COST_LIMIT_PER_MINUTE: '600000000',
};

/** The whole platform, in real processes under the real launcher, on free ports and in a folder of its own. */
export class Platform {
  readonly #beside: (() => Promise<void>)[] = [];

  private constructor(
    readonly data: string,
    readonly url: string,
    private readonly launcher: ChildProcess,
    private readonly said: () => string,
  ) {}

  /** Resolves when everything is ready. Every test that starts one ends with `stop`. */
  static async start(options: PlatformOptions = {}): Promise<Platform> {
    const data = options.data ?? join(tempDir('platform'), 'data');
    const { launcher, said } = launch(data, options);
    const up = once(launcher, 'message') as Promise<[{ url: string }]>;
    const outcome = await Promise.race([
      up.then(([message]) => message),
      once(launcher, 'exit').then(() => undefined),
      sleep(START_TIMEOUT_MS, undefined, { ref: false }),
    ]);
    if (outcome) return new Platform(data, outcome.url, launcher, said);
    launcher.kill('SIGKILL');
    throw new Error(`the platform did not come up:\n${said()}\n${logTails(data)}`);
  }

  /** The same for one test: stopped when that is over, and a failure shows the logs of the processes. */
  static async startFor(options: PlatformOptions = {}): Promise<Platform> {
    const platform = await Platform.start(options);
    onTestEnd(async () => {
      if (hasTestFailed()) console.error(platform.report());
      await platform.stop();
    });
    return platform;
  }

  /** A start that fails: its status and its output. */
  static async refusedStart(
    options: PlatformOptions,
  ): Promise<{ readonly status: number; readonly said: string }> {
    const { launcher, said } = launch(options.data ?? '', options);
    const [status] = (await once(launcher, 'exit')) as [number];
    return { status, said: said() };
  }

  get api(): Api {
    return new Api(this.url);
  }

  get natsUrl(): string {
    return `nats://127.0.0.1:${readFileSync(join(this.data, 'nats-port'), 'utf8')}`;
  }

  /** Path of what a process shows the bus. */
  credsOf(identity: BusIdentity): string {
    return join(this.data, 'trust', 'creds', `${identity}.creds`);
  }

  get launcherPid(): number {
    return this.launcher.pid ?? 0;
  }

  processes(): readonly ProcessEntry[] {
    return JSON.parse(readFileSync(join(this.data, 'processes.json'), 'utf8')) as ProcessEntry[];
  }

  pidOf(name: ProcessName): number | undefined {
    return this.processes().find((each) => each.name === name)?.pid;
  }

  /** SIGKILL; the launcher starts it again. False where it is down already. */
  kill(name: ProcessName): boolean {
    const pid = this.pidOf(name);
    return pid !== undefined && signal(pid, 'SIGKILL');
  }

  /** Resolves when all of these are ready. */
  untilReady(names: readonly ProcessName[], timeoutMs = 30_000): Promise<void> {
    return eventually(
      () => {
        const waiting = this.processes().filter(({ name, ready }) => names.includes(name) && !ready);
        if (waiting.length > 0) throw new Error(`not ready: ${waiting.map(({ name }) => name).join(', ')}`);
      },
      { timeoutMs, everyMs: 50 },
    );
  }

  /** SIGKILL; resolves when the launcher has brought it back. */
  async killAndWait(name: ProcessName, timeoutMs = 30_000): Promise<void> {
    const entry = () => this.processes().find((each) => each.name === name);
    const before = entry()?.restarts ?? 0;
    this.kill(name);
    await eventually(
      () => {
        const { restarts = 0, ready = false } = entry() ?? {};
        if (restarts === before || !ready) throw new Error(`${name} is not back`);
      },
      { timeoutMs, everyMs: 50 },
    );
  }

  /** What runs beside the launcher's processes and needs them for an orderly end: it is stopped before them. */
  stopFirst(stop: () => Promise<void>): void {
    this.#beside.push(stop);
  }

  /** SIGTERM, in order; resolves when nothing of it is left. @throws when it takes too long, or ends otherwise */
  async stop(): Promise<void> {
    await Promise.all(this.#beside.splice(0).map((stop) => stop()));
    if (this.launcher.exitCode !== null || this.launcher.signalCode !== null) return;
    const ended = once(this.launcher, 'exit') as Promise<[number | null]>;
    const pids = this.processes().flatMap(({ pid }) => pid ?? []);
    this.launcher.kill('SIGTERM');
    const outcome = await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    if (!outcome) this.launcher.kill('SIGKILL');
    const left = pids.filter((pid) => signal(pid, 0));
    if (outcome?.[0] === 0 && left.length === 0) return;
    throw new Error(`the platform did not stop in order; left: ${left.join(' ')}\n${this.report()}`);
  }

  /** For a failed test: the output of the launcher, and the end of each log. */
  report(): string {
    return `${this.said()}\n${logTails(this.data)}`;
  }
}

function launch(data: string, { agent = true, simulateGpus = 0, uid, env = {} }: PlatformOptions) {
  const args = [
    '--data',
    data,
    '--port',
    '0',
    ...(agent ? ['--simulate-gpus', String(simulateGpus)] : ['--no-agent']),
  ];
  const launcher = fork(PROGRAM, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...DEFAULTS, ...RAISED_RATE_LIMITS, ...env },
    ...defined({ uid, gid: uid }),
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-8_000)));
  }
  return { launcher, said: () => output };
}

function signal(pid: number, kind: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, kind);
  } catch {
    return false;
  }
}

function logTails(data: string): string {
  const folder = join(data, 'logs');
  if (!existsSync(folder)) return '';
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs
    .map((name) => `--- ${name}\n${readFileSync(join(folder, name), 'utf8').slice(-LOG_TAIL)}`)
    .join('\n');
}
