import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import type { RpcReply } from '@berth/bus/rpc-messages';
import type { Role } from '@berth/contracts/auth/roles';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { historyQuery } from '@berth/contracts/history';
import { jobQuery } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';
import { ServiceProcess } from '@berth/service-host/testing/service-process';
import { StandIns } from '@berth/service-host/testing/stand-ins';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { aGrant, aPool, aProject, aUser, someGpus, type ForeignEvent } from './foreign-events.js';
import { userId } from './fixtures.js';
import { NatsAgent } from './nats-agent.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
/** Bounded only so that a failure ends; nothing here depends on how fast it is. */
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 25 };

/** A real scheduler process on a real bus, with stand-ins for the services and agents around it. */
export class Installation {
  readonly #agents: NatsAgent[] = [];

  private constructor(
    readonly nats: TestNats,
    readonly others: StandIns,
    readonly scheduler: ServiceProcess,
    /** Taken up by the next start of the scheduler. */
    readonly settings: { [variable: string]: string },
  ) {}

  static async start(more: { readonly [variable: string]: string } = {}): Promise<Installation> {
    const nats = await startNats();
    const others = await StandIns.start(nats, ['auth', 'inventory']);
    const settings = { BERTH_RECONCILE_INTERVAL_SECONDS: '0.2', BERTH_LOG_LEVEL: 'warn', ...more };
    const scheduler = new ServiceProcess({ service: 'scheduler', main: MAIN, nats, settings });
    const installation = new Installation(nats, others, scheduler, settings);
    await installation.hear(aUser());
    await installation.hear(aProject());
    await scheduler.start();
    return installation;
  }

  async hear({ type, data }: ForeignEvent): Promise<void> {
    const [, entity = ''] = type.split('.');
    const id = (data as Record<string, string>)[`${entity}Id`] ?? '';
    await this.others.record(`${entity}:${id}`, type, data);
  }

  /** A pool of its own with one host, whose agent has one GPU. */
  async aHost(name: string, gpus = 1): Promise<{ agent: NatsAgent; poolId: string }> {
    const poolId = idFromName('pool', name);
    const agent = await NatsAgent.connect(this.nats, idFromName('host', name));
    this.#agents.push(agent);
    await this.hear(aPool(poolId, { name }));
    await this.hear(aGrant({ poolId, grantId: idFromName('grant', name) }));
    for (const event of someGpus(agent.hostId, gpus, name, poolId)) await this.hear(event);
    return { agent, poolId };
  }

  ask<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    { role = 'member', key }: { readonly role?: Role; readonly key?: string } = {},
  ): Promise<RpcReply> {
    return this.others.ask([userId, role], operation, input, key);
  }

  /** Undefined where the scheduler crashes without a reply: the bus would wait until the timeout. */
  async askWhileItLives<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    key?: string,
  ): Promise<RpcReply | undefined> {
    const asked = this.ask(operation, input, key === undefined ? {} : { key });
    let answered = false;
    void asked.finally(() => (answered = true));
    const death = async () => {
      while (!answered && this.scheduler.isRunning) await sleep(10);
    };
    return Promise.race([asked, death().then(() => undefined)]);
  }

  /** Retries until there is a reply without a refusal. */
  done<O extends OperationDefinition>(
    operation: O,
    input: RawInputOf<O>,
    key?: string,
  ): Promise<ResultOf<O>> {
    return eventually(async () => {
      const reply = await this.ask(operation, input, key === undefined ? {} : { key });
      if (!reply.ok) assert.fail(`${operation.name}: ${reply.error.code} ${reply.error.message}`);
      return reply.result as ResultOf<O>;
    }, WAIT_OPTIONS);
  }

  async until(jobId: string, what: (job: JobView) => void): Promise<JobView> {
    return eventually(async () => {
      const job = await this.done(jobQuery, { jobId });
      assert.ok(job, 'there is no such job');
      what(job);
      return job;
    }, WAIT_OPTIONS);
  }

  untilState(jobId: string, state: JobView['state']): Promise<JobView> {
    return this.until(jobId, (job) => assert.equal(job.state, state));
  }

  /** Names of an entity's events. */
  async history(entity: string, id: string): Promise<string[]> {
    const reply = await this.ask(historyQuery('scheduler'), { entity, id, first: 200 }, { role: 'auditor' });
    if (!reply.ok) return [];
    const { items } = reply.result as unknown as { items: { node: { type: string } }[] };
    return items.map(({ node }) => node.type.split('.')[2] ?? '');
  }

  eventually<T>(check: () => T | Promise<T>): Promise<T> {
    return eventually(check, WAIT_OPTIONS);
  }

  async stop(): Promise<void> {
    for (const agent of this.#agents) await agent.close();
    await this.scheduler.stop();
    await this.others.stop();
    await this.nats.stop();
  }
}
