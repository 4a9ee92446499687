import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectBus, type Bus } from '@berth/bus/connection';
import type { Role } from '@berth/contracts/auth/roles';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { subjects } from '@berth/contracts/subjects';
import { logsQuery, type LogLine } from '@berth/contracts/telemetry/operations';
import { newId } from '@berth/kernel/ids';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { ServiceProcess } from '@berth/service-host/testing/service-process';
import { StandIns } from '@berth/service-host/testing/stand-ins';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { fmtCreds } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import { idOf } from './chunks.js';

let root: string | undefined;

/** A folder of the test's own; all of them go when the test's process exits. */
export function freshFolder(): string {
  root ??= tempDir('telemetry');
  return join(root, newId());
}

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

export type Caller = readonly [userId: string, role: Role];
export const ROOT: Caller = [idOf('root'), 'admin'];
export const ADA: Caller = [idOf('ada'), 'member'];
export const EVE: Caller = [idOf('eve'), 'member'];

/** Telemetry as a process on a real bus, with agents of the test's own. */
export class TelemetryWorld {
  readonly #buses: Bus[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly others: StandIns,
    readonly telemetry: ServiceProcess,
  ) {}

  static async start(settings: { readonly [variable: string]: string } = {}): Promise<TelemetryWorld> {
    const nats = await startNats();
    const others = await StandIns.start(nats, ['auth', 'inventory', 'scheduler']);
    others.now = new Date().toISOString();
    const telemetry = new ServiceProcess({ service: 'telemetry', main: MAIN, nats, settings });
    await telemetry.start();
    return new TelemetryWorld(nats, others, telemetry);
  }

  async stop(): Promise<void> {
    for (const bus of this.#buses) await bus.close();
    await this.telemetry.stop();
    await this.others.stop();
    await this.nats.stop();
  }

  /** A host's agent, with credentials that reach its own subjects only. */
  async connectAgent(host: string): Promise<Bus> {
    const key = createUser();
    const jwt = await mintAgentJwt({
      hostId: idOf(host),
      publicKey: key.getPublicKey(),
      signingSeed: readFileSync(this.nats.trust.agentSigningKeyFile),
      account: this.nats.trust.account,
      lifeSeconds: 3600,
    });
    const bus = await connectBus({
      url: this.nats.url,
      name: host,
      inboxPrefix: subjects.agentInbox(idOf(host)),
      credsText: Buffer.from(fmtCreds(jwt, key)).toString(),
    });
    this.#buses.push(bus);
    return bus;
  }

  async hasMember(project: string, user: string): Promise<void> {
    const data = { projectId: idOf(project), userId: idOf(user), memberRole: 'member' };
    await this.others.record(`project:${data.projectId}`, 'auth.project.memberAdded.v1', data);
  }

  async places(job: string, run: number, host: string, project = 'project'): Promise<void> {
    await this.happens(job, 'placed', { run, hostId: idOf(host) }, project);
  }

  async happens(
    job: string,
    what: string,
    data: { [name: string]: string | number } = {},
    project = 'project',
  ) {
    const all = { jobId: idOf(job), projectId: idOf(project), ...data };
    await this.others.record(`job:${idOf(job)}`, `scheduler.job.${what}.v1`, all);
  }

  /** The result; a refusal fails the test. */
  async done<O extends OperationDefinition>(
    who: Caller,
    operation: O,
    input: RawInputOf<O>,
  ): Promise<ResultOf<O>> {
    const reply = await this.others.ask(who, operation, input);
    if (!reply.ok)
      assert.fail(`${operation.name}: ${reply.error.code} ${reply.error.field} ${reply.error.message}`);
    return reply.result as ResultOf<O>;
  }

  /** All that is archived of a job now, page by page, and whether that is the end of it. */
  async readLogs(job: string, limit = 2000): Promise<{ lines: LogLine[]; end: boolean }> {
    const lines: LogLine[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await this.done(ROOT, logsQuery, { jobId: idOf(job), first: limit, after });
      lines.push(...page.lines);
      after = page.cursor;
      if (page.lines.length === 0 || page.end) return { lines, end: page.end };
    }
  }
}
