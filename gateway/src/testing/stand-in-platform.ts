import { encodeCloudEvent, subjectOf } from '@berth/bus/cloud-event';
import type { Bus } from '@berth/bus/connection';
import type { RpcReply, RpcRequest } from '@berth/bus/rpc-messages';
import { RpcServer } from '@berth/bus/rpc-server';
import { connectAs } from '@berth/bus/test-bus';
import * as auth from '@berth/contracts/auth/operations';
import * as billing from '@berth/contracts/billing/operations';
import type { OperationDefinition, ResultOf } from '@berth/contracts/define';
import { dropParked, historyQuery, parkedQuery, replayParked } from '@berth/contracts/history';
import * as inventory from '@berth/contracts/inventory/operations';
import * as calendarFeeds from '@berth/contracts/scheduler/calendar-feeds';
import * as scheduler from '@berth/contracts/scheduler/operations';
import * as requests from '@berth/contracts/scheduler/requests';
import * as reservations from '@berth/contracts/scheduler/reservations';
import * as schedules from '@berth/contracts/scheduler/schedule';
import * as workflows from '@berth/contracts/scheduler/workflow';
import * as simulation from '@berth/contracts/scheduler/simulation';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import * as telemetry from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { newId, uuidFromName } from '@berth/kernel/ids';
import type { JsonObject, JsonValue } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { startNats, type TestNats } from '@berth/testing/nats';
import { jetstreamManager } from '@nats-io/jetstream';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

export interface TokenClaims {
  readonly userId?: string;
  readonly role?: string;
  readonly sessionId?: string;
  readonly tokenId?: string;
  readonly scope?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** From now; negative for one that has expired. */
  readonly lifeSeconds?: number;
  readonly type?: string;
}

/** Signs access tokens as auth does. */
export class TestIssuer {
  private constructor(
    readonly jwk: { readonly [member: string]: unknown },
    private readonly key: CryptoKey,
    private readonly kid: string,
  ) {}

  static async create(kid = 'test-key'): Promise<TestIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
    return new TestIssuer(jwk, privateKey, kid);
  }

  token(claims: TokenClaims = {}): Promise<string> {
    const { userId = newId(), role = 'member', tokenId, lifeSeconds = 300, scope } = claims;
    const subject = tokenId === undefined ? { sid: claims.sessionId ?? newId() } : { tid: tokenId };
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ role, ...subject, ...defined({ scope }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: claims.type ?? 'at+jwt', kid: this.kid })
      .setSubject(userId)
      .setIssuer(claims.issuer ?? 'https://berth.local')
      .setAudience(claims.audience ?? 'berth')
      .setIssuedAt(now)
      .setExpirationTime(now + lifeSeconds)
      .sign(this.key);
  }
}

const OPERATIONS: { readonly [service in ServiceName]: object } = {
  auth,
  inventory,
  scheduler: {
    ...scheduler,
    ...requests,
    ...reservations,
    ...calendarFeeds,
    ...schedules,
    ...workflows,
    ...simulation,
  },
  telemetry,
  billing,
};

const operationsOf = (service: ServiceName): readonly OperationDefinition[] => [
  ...Object.values(OPERATIONS[service]).filter(isOperation),
  ...[historyQuery, parkedQuery, replayParked, dropParked].map((of) => of(service)),
];

const isOperation = (value: unknown): value is OperationDefinition =>
  typeof value === 'object' && value !== null && 'subject' in value;

export type Answering = (request: RpcRequest) => RpcReply | Promise<RpcReply>;

export interface StandInOptions {
  readonly without?: readonly ServiceName[];
  /** Default: one of its own. Stopped with the stand-ins. */
  readonly nats?: TestNats;
}

/**
 * Stubs of the services: responders on their subjects, and their streams. A test defines what each
 * operation answers; others are answered with NOT_FOUND.
 */
export class StandInPlatform {
  readonly #buses = new Map<ServiceName, Bus>();
  readonly #answers = new Map<string, Answering>();
  #events = 0;

  private constructor(
    readonly nats: TestNats,
    readonly issuer: TestIssuer,
  ) {}

  /** @param without services that are not there until `serve` is called */
  static async start({ without = [], nats }: StandInOptions = {}): Promise<StandInPlatform> {
    const platform = new StandInPlatform(nats ?? (await startNats()), await TestIssuer.create());
    for (const service of SERVICES) if (!without.includes(service)) await platform.serve(service);
    platform.answer(auth.jwksQuery, () => ({ keys: [platform.issuer.jwk] }));
    return platform;
  }

  /** What the operation answers from now on. */
  answer<O extends OperationDefinition>(
    operation: O,
    result: (input: JsonObject, request: RpcRequest) => ResultOf<O> | Promise<ResultOf<O>>,
    position?: string,
  ): void {
    this.#answers.set(operation.subject, async (request) => ({
      ok: true,
      result: (await result(request.input, request)) as JsonValue,
      ...defined({ position }),
    }));
  }

  refuse(operation: OperationDefinition, error: Rejection): void {
    this.#answers.set(operation.subject, () => ({ ok: false, error }));
  }

  /** Publishes an event as the service's relay does. Resolves to its sequence in the stream. */
  async publish(stream: string, type: string, data: JsonObject): Promise<number> {
    this.#events += 1;
    const service = type.split('.')[0] as ServiceName;
    const id = uuidFromName('test', String(this.#events));
    const event = {
      id,
      type,
      data,
      stream,
      revision: this.#events,
      position: String(this.#events).padStart(20, '0'),
      recordedAt: new Date().toISOString(),
      metadata: {
        actor: { kind: 'user', id: newId() },
        commandId: id,
        command: 'test',
        inputHash: '',
        correlationId: id,
        causationId: id,
      },
    } as const;
    const text = encodeCloudEvent({ service, storeId: 'test', event });
    const reply = await this.bus(service).nc.request(subjectOf(service, event), text);
    return reply.json<{ seq: number }>().seq;
  }

  bus(service: ServiceName): Bus {
    const bus = this.#buses.get(service);
    if (!bus) throw new Error(`${service} is not connected`);
    return bus;
  }

  async stop(): Promise<void> {
    for (const bus of this.#buses.values()) await bus.close();
    await this.nats.stop();
  }

  async serve(service: ServiceName): Promise<void> {
    const bus = await connectAs(this.nats, service);
    this.#buses.set(service, bus);
    const manager = await jetstreamManager(bus.nc);
    await manager.streams.add({ name: STREAMS[service], subjects: [subjects.eventsOf(service)] });
    const server = new RpcServer({ bus, service, onError: () => undefined });
    const answer = (request: RpcRequest, subject: string): RpcReply | Promise<RpcReply> =>
      this.#answers.get(subject)?.(request) ?? {
        ok: false,
        error: reject('NOT_FOUND', `nobody answers ${subject}`),
      };
    for (const { subject } of operationsOf(service)) {
      server.handle(subject, async (request) => answer(request, subject));
    }
    server.start();
    await bus.nc.flush();
  }
}
