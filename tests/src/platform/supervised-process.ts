import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { JOB_FOLDER } from './job-folder.js';
import type { Platform } from './platform.js';

type Settings = { readonly [variable: string]: string };

interface Kept {
  start(): Promise<unknown>;
  stop(): Promise<void>;
}
interface Watch {
  readonly started: (name: string, pid: number) => void;
  readonly ready: () => void;
  readonly ended: () => void;
  readonly restarting: () => void;
  readonly overdue: () => void;
}
interface LauncherParts {
  readonly Supervised: new (spec: object, watch: Watch) => Kept;
  readonly launchOwn: (options: object) => object;
}

const ROOT = new URL('../../../', import.meta.url);
const load = (name: string): Promise<Partial<LauncherParts>> =>
  import(new URL(`scripts/launcher/${name}.mjs`, ROOT).href) as Promise<Partial<LauncherParts>>;

/**
 * A process of the product beside those of the platform's launcher: another copy of a service, the agent of another
 * host. It is supervised in the same way, and stopped with the platform.
 */
export class SupervisedProcess {
  #pid: number | undefined;
  #ready = false;
  #ends = 0;

  private constructor(
    readonly logPath: string,
    private readonly name: string,
  ) {}

  static async start(
    platform: Platform,
    {
      name,
      folder,
      settings,
    }: { readonly name: string; readonly folder: string; readonly settings: Settings },
  ): Promise<SupervisedProcess> {
    const { Supervised, launchOwn } = {
      ...(await load('supervised')),
      ...(await load('launch')),
    } as LauncherParts;
    const entry = fileURLToPath(new URL(`${folder}/dist/main.js`, ROOT));
    const kept = new SupervisedProcess(join(platform.data, 'logs', `${name}.log`), name);
    const env = { ...process.env, BERTH_ENV: 'development', BERTH_LOG_LEVEL: 'info', ...settings };
    const spec = {
      name,
      graceMs: 45_000,
      launch: () =>
        launchOwn({ node: process.execPath, entry, env, log: openSync(kept.logPath, 'a', 0o600) }),
    };
    const supervised = new Supervised(spec, {
      started: (_, pid) => (kept.#pid = pid),
      ready: () => (kept.#ready = true),
      ended: () => {
        kept.#ready = false;
        kept.#ends += 1;
      },
      restarting: () => undefined,
      overdue: () => undefined,
    });
    // one that stands by does not become ready
    supervised.start().catch(() => undefined);
    platform.stopFirst(() => supervised.stop());
    return kept;
  }

  get pid(): number {
    if (this.#pid === undefined) throw new Error(`${this.name} does not run`);
    return this.#pid;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** How often it has ended, and was started again. */
  get ends(): number {
    return this.#ends;
  }

  get log(): string {
    return readFileSync(this.logPath, 'utf8');
  }

  untilReady(timeoutMs = 30_000): Promise<void> {
    return eventually(
      () => {
        if (!this.#ready) throw new Error(`${this.name} is not ready:\n${this.log.slice(-3_000)}`);
      },
      { timeoutMs, everyMs: 20 },
    );
  }
}

/** Settings of another copy of a service of the platform. */
export const copySettings = (platform: Platform, service: 'scheduler', stores: Settings): Settings => ({
  BERTH_NATS_URL: platform.natsUrl,
  BERTH_NATS_CREDS: platform.credsOf(service),
  BERTH_KEY_STORE: `sqlite:${join(platform.data, 'services', service, 'keys.sqlite')}`,
  BERTH_MASTER_KEY_FILE: join(platform.data, 'secrets', 'master.key'),
  BERTH_HEALTH_PORT: '0',
  ...stores,
});

/** Settings of the agent of another host, with the join token of the local one. */
export const agentSettings = (platform: Platform, name: string, simulateGpus: number): Settings => ({
  BERTH_NATS_URL: platform.natsUrl,
  BERTH_GATEWAY_URL: platform.url,
  BERTH_JOIN_TOKEN_FILE: join(platform.data, 'secrets', 'local-join-token'),
  BERTH_AGENT_DIR: join(platform.data, `agent-${name}`),
  BERTH_PRIVATE_FOLDERS: platform.data,
  BERTH_JOB_FOLDERS: JOB_FOLDER,
  BERTH_TRUST_JOBS: 'true',
  BERTH_HOST_NAME: name,
  BERTH_SIMULATE_GPUS: String(simulateGpus),
});
