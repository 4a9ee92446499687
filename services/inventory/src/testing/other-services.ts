import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { Bus } from '@berth/bus/connection';
import { Relay } from '@berth/bus/relay';
import { RpcServer } from '@berth/bus/rpc-server';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { Role } from '@berth/contracts/auth/roles';
import type { EventStore } from '@berth/event-store';
import { uuidFromName } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { idOf } from './fixtures.js';
import { openTestStore } from './test-store.js';

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
