import { randomUUID } from 'node:crypto';
import { createUser } from '@nats-io/nkeys';
import { fmtCreds } from '@nats-io/jwt';
import { connectBus, type Bus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import type { RpcReply } from '@berth/bus/rpc-messages';
import type { DeviceFacts, HostCondition } from '@berth/contracts/inventory/events';
import { join } from '@berth/contracts/inventory/operations';
import { subjects } from '@berth/contracts/subjects';
import type { JsonObject } from '@berth/kernel/json';
import { aDevice, someFacts } from './fixtures.js';
import type { Installation } from './installation.js';

/** What an agent does towards inventory, with the credentials that it got for its token. */
export class TestAgent {
  readonly #client: RpcClient;

  private constructor(
    readonly hostId: string,
    readonly bus: Bus,
  ) {
    this.#client = new RpcClient({ bus, form: 'plain' });
  }

  static async join(installation: Installation, token: string, key = createUser()): Promise<TestAgent> {
    const input = { token, publicKey: key.getPublicKey(), name: 'bench' };
    const reply = await installation.gateway.call(join.subject, { input });
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
    const { hostId, jwt } = reply.result as { readonly hostId: string; readonly jwt: string };
    const bus = await connectBus({
      url: installation.nats.url,
      name: 'agent',
      inboxPrefix: subjects.agentInbox(hostId),
      credsText: Buffer.from(fmtCreds(jwt, key)).toString(),
    });
    return new TestAgent(hostId, bus);
  }

  register(
    devices: readonly DeviceFacts[] = [aDevice(`GPU-${this.hostId}`)],
    conditions: readonly HostCondition[] = [],
  ): Promise<RpcReply> {
    const bootId = randomUUID();
    return this.ask('register', {
      facts: someFacts,
      devices: [...devices],
      conditions: [...conditions],
      bootId,
    });
  }

  heartbeat(): Promise<RpcReply> {
    return this.ask('heartbeat', { runs: [], at: new Date().toISOString() });
  }

  ask(verb: string, input: JsonObject): Promise<RpcReply> {
    return this.#client.call(subjects.agentUp(this.hostId, 'inventory', verb), { input });
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.bus.close();
  }
}
