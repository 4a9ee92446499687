import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@berth/testing/temp-dir';
import { JOIN_TOKEN, type FakePlatform } from './fake-platform.js';

const FOLDERS = tempDir('agents');
const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

/** A real agent, as the launcher starts it, in a folder that outlives it. */
export class AgentProcess {
  readonly folder = mkdtempSync(join(FOLDERS, 'agent-'));
  output = '';
  #child: ChildProcess | undefined;

  constructor(
    private readonly platform: FakePlatform,
    private readonly env: { readonly [name: string]: string } = {},
  ) {
    writeFileSync(join(this.folder, 'token'), `${JOIN_TOKEN}\n`);
  }

  /** Resolves when it says that it is ready; rejects when it ends before. */
  async start(): Promise<void> {
    const child = this.launch();
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the agent ended with ${code}: ${this.output}`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
  }

  launch(): ChildProcess {
    const child = fork(MAIN, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        BERTH_GATEWAY_URL: this.platform.gatewayUrl,
        BERTH_JOIN_TOKEN_FILE: join(this.folder, 'token'),
        BERTH_AGENT_DIR: this.folder,
        BERTH_HEARTBEAT_INTERVAL_SECONDS: '0.1',
        BERTH_SAMPLE_INTERVAL_SECONDS: '0.2',
        BERTH_NVIDIA_SMI: '/no/such/nvidia-smi',
        ...this.env,
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.#child = child;
    return child;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get hostId(): string {
    return (JSON.parse(readFileSync(join(this.folder, 'membership.json'), 'utf8')) as { hostId: string })
      .hostId;
  }

  /** Resolves with its exit status when it is gone. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    return ((await exited) as [number | null])[0];
  }

  fileOf(run: { jobId: string; run: number }, name: string): string {
    const path = join(this.folder, 'runs', `${run.jobId}.${run.run}`, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }
}
