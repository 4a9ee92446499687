import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus, type Bus } from '@berth/bus/connection';
import type { RpcReply } from '@berth/bus/rpc-messages';
import { readStream } from '@berth/bus/stream-reader';
import { hostSample, logChunk, type HostSample } from '@berth/contracts/agent/messages';
import { hostRemoved } from '@berth/contracts/agent/removed';
import type { ServiceName } from '@berth/contracts/services';
import { LOG_STREAM } from '@berth/contracts/streams';
import { agentVerbOf, hostOfSubject, subjects } from '@berth/contracts/subjects';
import { idFromName } from '@berth/kernel/ids';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { startNats, type TestNats } from '@berth/testing/nats';
import { connectIdentity } from '@berth/testing/nats-connections';
import { LogArchive } from '../logs/testing/log-archive.js';

export interface AgentCall {
  readonly hostId: string;
  readonly verb: string;
  readonly input: { readonly [field: string]: unknown };
  readonly at: number;
}
type Responder = (call: AgentCall) => RpcReply | undefined;
const OK: RpcReply = { ok: true, result: null };
const ACCEPTING: Responder = ({ verb }) =>
  verb === 'reconcile' ? { ok: true, result: { end: [], start: [] } } : OK;

export const JOIN_TOKEN = 'a-join-token-of-the-test';

/** What an agent sees of the platform: a real bus, and services and a gateway that answer as a test wants. */
export class FakePlatform {
  readonly calls: AgentCall[] = [];
  readonly samples: HostSample[] = [];
  /** By job and run. */
  readonly archives = new Map<string, LogArchive>();
  /** Undefined is no answer at all. */
  respond: Responder = ACCEPTING;
  /** Hosts that were removed: all that they send is refused, as is their key. */
  readonly removed = new Set<string>();
  /** By host, a verb that alone is answered so. */
  readonly refusedVerbs = new Map<string, string>();
  /** Those that only the gateway reports as removed. */
  readonly removedAtGateway = new Set<string>();
  readonly #stopping = new AbortController();
  #archiving: Promise<void> = Promise.resolve();

  private constructor(
    readonly nats: TestNats,
    private readonly archiver: Bus,
    private readonly gateway: Server,
    private readonly services: ReadonlyMap<ServiceName, NatsConnection>,
  ) {}

  static async start(): Promise<FakePlatform> {
    const nats = await startNats();
    const services = new Map<ServiceName, NatsConnection>();
    for (const name of ['inventory', 'scheduler', 'telemetry'] as const) {
      services.set(name, await connectIdentity(nats, name));
    }
    const gateway = createServer();
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const archiver = await connectBus({
      url: nats.url,
      name: 'telemetry',
      inboxPrefix: subjects.inbox('telemetry'),
      credsFile: nats.credsOf('telemetry'),
    });
    const platform = new FakePlatform(nats, archiver, gateway, services);
    await platform.#serve();
    return platform;
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${(this.gateway.address() as AddressInfo).port}`;
  }

  /** By default with what the agent's services do when all is well. */
  reset(): void {
    this.respond = ACCEPTING;
  }

  callsOf(hostId: string, verb: string): readonly AgentCall[] {
    return this.calls.filter((call) => call.hostId === hostId && call.verb === verb);
  }

  async order<T = { ok: boolean; error?: { code: string; field?: string; message: string } }>(
    hostId: string,
    verb: string,
    body: unknown,
    service: ServiceName = 'scheduler',
  ): Promise<T> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await this.#connection(service).request(
      subjects.agentDown(hostId, service, verb),
      payload,
      {
        timeout: 5000,
      },
    );
    return reply.json<T>();
  }

  archiveOf(run: { jobId: string; run: number }): LogArchive {
    const name = `${run.jobId}.${run.run}`;
    const archive = this.archives.get(name) ?? new LogArchive();
    this.archives.set(name, archive);
    return archive;
  }

  async stop(): Promise<void> {
    this.gateway.close();
    this.gateway.closeAllConnections();
    this.#stopping.abort();
    await this.#archiving;
    await this.archiver.close();
    for (const connection of this.services.values()) await connection.close();
    await this.nats.stop();
  }

  async #serve(): Promise<void> {
    this.gateway.on('request', (request, response) => {
      void this.#join(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    for (const name of ['inventory', 'scheduler'] as const) {
      this.#connection(name).subscribe(subjects.agentsUpTo(name), {
        callback: (_, message) => {
          const { input } = message.json<{ input: AgentCall['input'] }>();
          const verb = agentVerbOf(message.subject) ?? '';
          const call = { hostId: hostOfSubject(message.subject), verb, input, at: Date.now() };
          this.calls.push(call);
          const reply =
            this.removed.has(call.hostId) || this.refusedVerbs.get(call.hostId) === call.verb
              ? ({ ok: false, error: hostRemoved } as const)
              : this.respond(call);
          if (reply) message.respond(JSON.stringify(reply));
        },
      });
    }
    const telemetry = this.#connection('telemetry');
    const manager = await jetstreamManager(telemetry, { checkAPI: false });
    await manager.streams.add({ name: LOG_STREAM, subjects: [subjects.allLogs], no_ack: true });
    telemetry.subscribe(subjects.allGpu, {
      callback: (_, message) => {
        this.samples.push(hostSample.parse(message.json()));
      },
    });
    await telemetry.flush();
    this.#archiving = this.#archive(this.archiver);
  }

  async #join(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { token, publicKey } = JSON.parse(Buffer.concat(parts).toString()) as {
      token: string;
      publicKey: string;
    };
    const hostId = idFromName('host', publicKey);
    if (this.removed.has(hostId) || this.removedAtGateway.has(hostId)) {
      const { code: title, message: detail, field } = hostRemoved;
      return { status: 403, body: { title, detail, field } };
    }
    if (request.url !== '/join' || token !== JOIN_TOKEN) {
      return { status: 401, body: { title: 'Unauthorized', detail: 'the join token is not valid' } };
    }
    const signingSeed = readFileSync(this.nats.trust.agentSigningKeyFile);
    const { account } = this.nats.trust;
    const jwt = await mintAgentJwt({ hostId, publicKey, signingSeed, account, lifeSeconds: 3600 });
    return { status: 200, body: { hostId, jwt, natsUrl: this.nats.url } };
  }

  /** As telemetry does: from the stream, whatever happens to the bus. */
  async #archive(bus: Bus): Promise<void> {
    const { signal } = this.#stopping;
    const onError = () => undefined;
    for await (const batch of readStream({ bus, stream: LOG_STREAM, from: { after: 0 }, signal, onError })) {
      for (const message of batch) {
        const [, , hostId = '', jobId = '', run = ''] = message.subject.split('.');
        const chunk = logChunk.parse(message.json());
        this.archiveOf({ jobId, run: Number(run) }).take(chunk);
        const archived = { jobId, run: Number(run), stream: chunk.stream, seq: chunk.seq };
        bus.nc.publish(subjects.agentDown(hostId, 'telemetry', 'archived'), JSON.stringify(archived));
      }
    }
  }

  #connection(service: ServiceName): NatsConnection {
    const connection = this.services.get(service);
    if (!connection) throw new Error(`the fake platform has no ${service}`);
    return connection;
  }
}
