import { join } from 'node:path';
import type { Bus } from '@berth/bus/connection';
import { Relay } from '@berth/bus/relay';
import { RpcServer } from '@berth/bus/rpc-server';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { Role } from '@berth/contracts/auth/roles';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { systemClock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { tempDir } from '@berth/testing/temp-dir';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { idOf, MORNING } from './fixtures.js';

/** A real store in a folder of its own. */
export const openTestStore = (): Promise<EventStore> =>
  openSqliteEventStore({ path: join(tempDir('inventory'), 'events.db'), clock: systemClock });

/** The same key gives the same command. */
export const commandBy = (user: string, key: string, inputHash = key): CommandMeta => {
  const commandId = uuidFromName('test command', user, key);
  return {
    commandId,
    command: 'test',
    inputHash,
    actor: { kind: 'user', id: idOf(user) },
    now: MORNING,
    correlationId: commandId,
    causationId: commandId,
  };
};

export async function typesIn(store: EventStore, stream: string): Promise<readonly string[]> {
  return (await store.read(stream)).map(({ type }) => type.split('.').slice(1, 3).join('.'));
}

export async function everythingIn(store: EventStore): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const page of store.readAll()) all.push(...page);
  return all;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Stands in for auth and scheduler: real logs that are relayed to the bus, and auth's keys. */
export class OtherServices {
  #count = 0;

  private constructor(
    private readonly key: CryptoKey,
    private readonly stores: { readonly auth: EventStore; readonly scheduler: EventStore },
    private readonly relays: readonly Relay[],
    private readonly server: RpcServer,
  ) {}

  static async start(buses: { readonly auth: Bus; readonly scheduler: Bus }): Promise<OtherServices> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }];
    const server = new RpcServer({ bus: buses.auth, service: 'auth', onError: () => undefined });
    server.handle(jwksQuery.subject, async () => ({ ok: true, result: { keys } as never }));
    server.start();
    const stores = { auth: await openTestStore(), scheduler: await openTestStore() };
    const relays = (['auth', 'scheduler'] as const).map(
      (service) => new Relay({ store: stores[service], bus: buses[service], service, log: silent }),
    );
    for (const relay of relays) relay.start();
    return new OtherServices(privateKey, stores, relays, server);
  }

  tokenOf(user: string, role: Role): Promise<string> {
    return new SignJWT({ role, sid: idOf('session') })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'test' })
      .setSubject(idOf(user))
      .setIssuer('https://berth.local')
      .setAudience('berth')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.key);
  }

  /** Records an event in the log of another service, from where it gets about. Each has a stream of its own. */
  async record(type: string, data: JsonObject): Promise<void> {
    const [service, entity] = type.split('.') as ['auth' | 'scheduler', string];
    this.#count += 1;
    const id = uuidFromName('other service', String(this.#count));
    const metadata = {
      actor: { kind: 'system', id: 'test' },
      commandId: id,
      command: 'test',
      inputHash: '',
      correlationId: id,
      causationId: id,
    } as const;
    const stream = `${entity}:${idOf(String(this.#count))}`;
    await this.stores[service].append(stream, [{ id, type, data, metadata }], 'noStream');
  }

  async stop(): Promise<void> {
    await this.server.drain();
    for (const relay of this.relays) await relay.stop();
    await this.stores.auth.close();
    await this.stores.scheduler.close();
  }
}
