import assert from 'node:assert/strict';
import type { RpcReply } from '@berth/bus/rpc-messages';
import type { Role } from '@berth/contracts/auth/roles';
import type { OperationDefinition, ResultOf } from '@berth/contracts/define';
import { historyQuery, type HistoryEntry } from '@berth/contracts/history';
import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import type { HostView } from '@berth/contracts/inventory/views';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { eventually } from '@berth/testing/eventually';
import type { Installation } from './installation.js';
import { TestAgent } from './test-agent.js';

export type Caller = readonly [user: string, role: Role];
export const ROOT: Caller = ['root', 'admin'];
export const OTTO: Caller = ['otto', 'operator'];
export const ADA: Caller = ['ada', 'member'];

export const codeOf = (reply: RpcReply): string => (reply.ok ? 'OK' : reply.error.code);
export const refusalOf = (reply: RpcReply): readonly (string | undefined)[] =>
  reply.ok ? ['OK'] : [reply.error.code, reply.error.field];

/** For what happens behind a request, without a bound that a busy machine could miss. */
export const inBackground = <T>(check: () => Promise<T>): Promise<T> =>
  eventually(check, { timeoutMs: 20_000, everyMs: 50 });

/** People and agents who use an installation. A query sees what was written before it. */
export class Callers {
  #position = '';
  #agents: TestAgent[] = [];

  constructor(private readonly berth: Installation) {}

  async ask(
    [user, role]: Caller,
    operation: OperationDefinition,
    input: JsonObject,
    more: { readonly idempotencyKey?: string; readonly after?: string } = {},
  ): Promise<RpcReply> {
    const token = await this.berth.others.tokenOf(user, role);
    return this.berth.gateway.call(operation.subject, { input, token, ...more });
  }

  /** The result; a refusal fails the test. */
  async done<O extends OperationDefinition>(
    as: Caller,
    operation: O,
    input: JsonObject,
    idempotencyKey?: string,
  ): Promise<ResultOf<O>> {
    const reply = await this.ask(as, operation, input, {
      ...defined({ idempotencyKey }),
      ...(operation.kind === 'query' && this.#position !== '' ? { after: this.#position } : {}),
    });
    if (!reply.ok) assert.fail(`${operation.name}: ${reply.error.code} ${reply.error.message}`);
    this.note(reply);
    return reply.result as ResultOf<O>;
  }

  async joined(
    token = this.berth.localToken,
    key?: Parameters<typeof TestAgent.join>[2],
  ): Promise<TestAgent> {
    const agent = await TestAgent.join(this.berth, token, key);
    this.#agents.push(agent);
    return agent;
  }

  async online(): Promise<TestAgent> {
    const agent = await this.joined();
    assert.equal(codeOf(this.note(await agent.register())), 'OK');
    return agent;
  }

  /** Later queries see what this call has written. */
  note(reply: RpcReply): RpcReply {
    if (reply.ok && (reply.position ?? '') > this.#position) this.#position = reply.position ?? '';
    return reply;
  }

  async hostOf(agent: TestAgent): Promise<HostView> {
    const [host] = await this.done(ROOT, hostsByIdQuery, { ids: [agent.hostId] });
    assert.ok(host, 'the host is not in the view');
    return host;
  }

  async history(entity: string, id: string): Promise<readonly HistoryEntry[]> {
    const page = await this.done(ROOT, historyQuery('inventory'), { entity, id });
    return page.items.map(({ node }) => node);
  }

  async lifeOf(agent: TestAgent): Promise<readonly (string | undefined)[]> {
    return (await this.history('host', agent.hostId)).map(({ type }) => type.split('.')[2]);
  }

  async leave(): Promise<void> {
    for (const agent of this.#agents) await agent.close();
    this.#agents = [];
  }
}
