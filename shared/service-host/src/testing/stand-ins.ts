import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { connectBus, type Bus } from '@berth/bus/connection';
import { Relay } from '@berth/bus/relay';
import { RpcClient } from '@berth/bus/rpc-client';
import type { RpcReply } from '@berth/bus/rpc-messages';
import { RpcServer } from '@berth/bus/rpc-server';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { Role } from '@berth/contracts/auth/roles';
import type { OperationDefinition, RawInputOf } from '@berth/contracts/define';
import type { BusIdentity, ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { Clock } from '@berth/kernel/clock';
import { idFromName, uuidFromName } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import type { TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The environment of a service under test: the other services' logs, which are real and relayed to the bus; auth's
 * keys; and a gateway for requests.
 */
export class StandIns {
  /** Of whatever is recorded next; ISO 8601. Must not go back. */
  now = '2026-01-01T00:00:00.000Z';
  #count = 0;
  readonly #stores = new Map<ServiceName, EventStore>();
  readonly #stops: (() => Promise<void>)[] = [];
  #gateway: RpcClient | undefined;

  private constructor(
    private readonly nats: TestNats,
    private readonly key: CryptoKey,
  ) {}

  /** @param others the services whose events the one under test listens to */
  static async start(nats: TestNats, others: readonly ServiceName[]): Promise<StandIns> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const standIns = new StandIns(nats, privateKey);
    const buses = new Map<ServiceName, Bus>();
    for (const service of new Set<ServiceName>(['auth', ...others])) {
      buses.set(service, await standIns.connectAs(service));
    }
    for (const service of others) await standIns.#relay(service, buses.get(service) as Bus);
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }];
    const server = new RpcServer({
      bus: buses.get('auth') as Bus,
      service: 'auth',
      onError: () => undefined,
    });
    server.handle(jwksQuery.subject, async () => ({ ok: true, result: { keys } as never }));
    server.start();
    standIns.#gateway = new RpcClient({ bus: await standIns.connectAs('gateway') });
    return standIns;
  }

  async connectAs(identity: BusIdentity): Promise<Bus> {
    const bus = await connectBus({
      url: this.nats.url,
      name: identity,
      inboxPrefix: subjects.inbox(identity),
      credsFile: this.nats.credsOf(identity),
    });
    this.#stops.push(() => bus.close());
    return bus;
  }

  /** Calls the service under test as a user would. */
  async ask<O extends OperationDefinition>(
    [userId, role]: readonly [userId: string, role: Role],
    operation: O,
    input: RawInputOf<O>,
    idempotencyKey?: string,
  ): Promise<RpcReply> {
    const token = await this.#tokenOf(userId, role);
    const key = idempotencyKey === undefined ? {} : { idempotencyKey };
    if (!this.#gateway) throw new Error('there is no gateway yet');
    return this.#gateway.call(operation.subject, { input: input as JsonObject, token, ...key });
  }

  /** Records an event in another service's log, from where it gets about. */
  async record(stream: string, type: string, data: JsonObject): Promise<RecordedEvent> {
    const service = type.split('.')[0] as ServiceName;
    const store = this.#stores.get(service);
    if (!store) throw new Error(`nobody stands in for ${service}`);
    this.#count += 1;
    const id = uuidFromName('stand-in', String(this.#count));
    const metadata = {
      actor: { kind: 'system', id: 'test' },
      commandId: id,
      command: 'test',
      inputHash: '',
      correlationId: id,
      causationId: id,
    } as const;
    const [last] = await store.read(stream, { direction: 'backwards', limit: 1 });
    await store.append(stream, [{ id, type, data, metadata }], last?.revision ?? 'noStream');
    const [recorded] = await store.read(stream, { direction: 'backwards', limit: 1 });
    if (!recorded) throw new Error('what was recorded is not there');
    return recorded;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) await stop();
  }

  async #relay(service: ServiceName, bus: Bus): Promise<void> {
    const clock: Clock = { now: () => this.now };
    const store = await openSqliteEventStore({ path: join(tempDir('stand-in'), 'events.db'), clock });
    const relay = new Relay({ store, bus, service, log: SILENT });
    relay.start();
    this.#stores.set(service, store);
    this.#stops.unshift(async () => {
      await relay.stop();
      await store.close();
    });
  }

  #tokenOf(userId: string, role: Role): Promise<string> {
    return new SignJWT({ role, sid: idFromName('session', userId) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'test' })
      .setSubject(userId)
      .setIssuer('https://berth.local')
      .setAudience('berth')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.key);
  }
}
