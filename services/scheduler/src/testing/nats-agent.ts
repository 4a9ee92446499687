import { readFileSync } from 'node:fs';
import { fmtCreds } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import type { Subscription } from '@nats-io/transport-node';
import { connectBus, type Bus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import type { ReportedRun, RunReport } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import type { Rejection } from '@berth/kernel/rejection';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import type { TestNats } from '@berth/testing/nats';
import { ScriptedAgent, type SchedulerConnection } from './scripted-agent.js';

/** A scripted agent on a real bus, with credentials of its host. */
export class NatsAgent {
  readonly script: ScriptedAgent;
  readonly #client: RpcClient;
  #orders: Subscription | undefined;

  private constructor(
    readonly hostId: string,
    private readonly bus: Bus,
  ) {
    this.script = new ScriptedAgent(hostId);
    this.#client = new RpcClient({ bus, form: 'plain', timeoutMs: 2000 });
    this.script.connect(this.#line());
    this.listen();
  }

  static async connect(nats: TestNats, hostId: string): Promise<NatsAgent> {
    const user = createUser();
    const { account, agentSigningKeyFile } = nats.trust;
    const signingSeed = readFileSync(agentSigningKeyFile, 'utf8');
    const jwt = await mintAgentJwt({
      hostId,
      publicKey: user.getPublicKey(),
      signingSeed,
      account,
      lifeSeconds: 3600,
    });
    const bus = await connectBus({
      url: nats.url,
      name: `agent ${hostId}`,
      inboxPrefix: subjects.agentInbox(hostId),
      credsText: Buffer.from(fmtCreds(jwt, user)).toString(),
    });
    return new NatsAgent(hostId, bus);
  }

  /** Takes orders, until it is deaf. */
  listen(): void {
    this.#orders = this.bus.nc.subscribe(subjects.agentDownAll(this.hostId), {
      callback: (error, message) => {
        if (error) return;
        const verb = message.subject.split('.').at(-2) ?? '';
        message.respond(JSON.stringify(this.script.answer(verb, message.json())));
      },
    });
  }

  deafen(): void {
    this.#orders?.unsubscribe();
  }

  /** Sends one message on behalf of the agent. */
  async report(report: RunReport): Promise<Rejection | undefined> {
    const { jobId, run, state } = report;
    return this.#line().report(report, `${jobId}.${run}.${state} again`);
  }

  async close(): Promise<void> {
    this.script.disconnect();
    this.#client.close();
    await this.bus.close();
  }

  #line(): SchedulerConnection {
    const ask = (verb: string, input: JsonObject, idempotencyKey?: string) =>
      this.#client.call(subjects.agentUp(this.hostId, 'scheduler', verb), {
        input,
        ...defined({ idempotencyKey }),
      });
    return {
      died: new Promise(() => undefined),
      report: async (report: RunReport, key: string) => {
        const reply = await ask('report', report, key);
        return reply.ok ? undefined : reply.error;
      },
      reconcile: async (runs: readonly ReportedRun[]) => {
        const reply = await ask('reconcile', { runs: runs.map((run) => ({ ...run })) });
        if (!reply.ok) throw new Error(reply.error.message);
        return reply.result as never;
      },
    };
  }
}
