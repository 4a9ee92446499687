import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectBus, type Bus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import type { BusIdentity } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { waitForReady } from '@berth/testing/wait-for-ready';
import { OtherServices } from './other-services.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** A real inventory process on a real bus, with stubs of the other services. */
export class Installation {
  readonly localToken = `local-${randomBytes(24).toString('hex')}`;
  readonly #dir = tempDir('inventory');
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly nats: TestNats,
    readonly others: OtherServices,
    readonly gateway: RpcClient,
    private readonly settings: { readonly [variable: string]: string },
    private readonly buses: readonly Bus[],
  ) {
    writeFileSync(join(this.#dir, 'master.key'), randomBytes(32).toString('base64'));
    writeFileSync(join(this.#dir, 'local.token'), `${this.localToken}\n`);
  }

  static async start(settings: { readonly [variable: string]: string } = {}): Promise<Installation> {
    const nats = await startNats();
    const connectAs = (identity: BusIdentity) =>
      connectBus({
        url: nats.url,
        name: identity,
        inboxPrefix: subjects.inbox(identity),
        credsFile: nats.credsOf(identity),
      });
    const [auth, scheduler, gateway] = await Promise.all([
      connectAs('auth'),
      connectAs('scheduler'),
      connectAs('gateway'),
    ]);
    const others = await OtherServices.start({ auth, scheduler });
    const client = new RpcClient({ bus: gateway });
    const installation = new Installation(nats, others, client, settings, [auth, scheduler, gateway]);
    await installation.startInventory();
    return installation;
  }

  /** What the process logged, for when a test wants to know. */
  get output(): string {
    return this.#output;
  }

  async startInventory(): Promise<void> {
    const child = fork(MAIN, { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    const ready = waitForReady(child, AbortSignal.timeout(READY_WITHIN_MS));
    const gone = once(child, 'exit').then(() =>
      Promise.reject(new Error(`inventory ended:\n${this.#output}`)),
    );
    await Promise.race([ready, gone]);
    gone.catch(() => undefined);
  }

  /** Resolves with the exit status. */
  async stopInventory(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [status] = (await gone) as [number | null];
    return status;
  }

  async stop(): Promise<void> {
    await this.stopInventory();
    this.gateway.close();
    await this.others.stop();
    for (const bus of this.buses) await bus.close();
    await this.nats.stop();
  }

  #environment(): NodeJS.ProcessEnv {
    const at = (name: string) => join(this.#dir, name);
    return {
      PATH: process.env['PATH'],
      BERTH_NATS_URL: this.nats.url,
      BERTH_NATS_CREDS: this.nats.credsOf('inventory'),
      BERTH_EVENT_STORE: `sqlite:${at('events.db')}`,
      BERTH_READ_MODELS: `sqlite:${at('views.db')}`,
      BERTH_MASTER_KEY_FILE: at('master.key'),
      BERTH_AGENT_SIGNING_KEY_FILE: this.nats.trust.agentSigningKeyFile,
      BERTH_NATS_ACCOUNT: this.nats.trust.account,
      BERTH_REVOKED_AGENTS_FILE: this.nats.trust.revokedAgentsFile,
      BERTH_LOCAL_JOIN_TOKEN_FILE: at('local.token'),
      BERTH_LOG_LEVEL: 'info',
      ...this.settings,
    };
  }
}
