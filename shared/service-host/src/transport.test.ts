import 'reflect-metadata';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { z } from 'zod';
import { connectBus, type Bus } from '@berth/bus/connection';
import { TokenVerifier } from '@berth/bus/identity';
import { RpcClient } from '@berth/bus/rpc-client';
import type { RpcReply, RpcRequest } from '@berth/bus/rpc-messages';
import { RpcServer } from '@berth/bus/rpc-server';
import { StoreUnavailableError, toPosition } from '@berth/event-store';
import type { Role } from '@berth/contracts/auth/roles';
import { defineAgentOperation, defineCommand, defineQuery } from '@berth/contracts/define';
import { subjects } from '@berth/contracts/subjects';
import { systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { ok } from '@berth/kernel/result';
import { memoryReadModels } from '@berth/read-models/testing';
import { mintAgentJwt } from '@berth/nats-trust/mint';
import { startNats, type TestNats } from '@berth/testing/nats';
import { createUser } from '@nats-io/nkeys';
import { fmtCreds } from '@nats-io/jwt';
import { UnexpectedErrorFilter } from './requests.js';
import { createMetrics } from './metrics.js';
import { Operation, type AgentCall, type Reply, type UserCall } from './operation.js';
import { BerthTransport } from './transport.js';
import { CommandKeys } from './command-keys.js';
import { ProcessStore } from './process-store.js';
import { Vault } from './vault.js';

const tell = defineCommand<CallFacts>('runJobs')(
  'scheduler',
  'thing',
  'tell',
  z.strictObject({ text: z.string(), secret: z.string().optional() }),
);
const rule = defineCommand<CallFacts>('administerAccounts')('scheduler', 'thing', 'rule', z.strictObject({}));
const look = defineQuery<CallFacts>('read')('scheduler', 'look', z.strictObject({}));
const fail = defineCommand('public')('scheduler', 'thing', 'fail', z.strictObject({ how: z.string() }));
const report = defineAgentOperation<CallFacts>()('scheduler', 'report', z.strictObject({}));

type CallFacts = {
  readonly commandId: string;
  readonly inputHash: string;
  readonly actor: string;
  readonly hostId: string | null;
};
const factsOf = ({ meta, hostId }: UserCall<unknown> & { hostId?: string }) =>
  ok({
    result: {
      commandId: meta.commandId,
      inputHash: meta.inputHash,
      actor: `${meta.actor.kind} ${meta.actor.id}`,
      hostId: hostId ?? null,
    },
    position: '7',
  });

@Controller()
class ThingController {
  @Operation(tell)
  async tell(call: UserCall<{ text: string }>): Reply<CallFacts> {
    return factsOf(call);
  }

  @Operation(rule)
  async rule(call: UserCall<object>): Reply<CallFacts> {
    return factsOf(call);
  }

  @Operation(look)
  async look(call: UserCall<object>): Reply<CallFacts> {
    return factsOf(call);
  }

  @Operation(fail)
  async fail({ input }: UserCall<{ how: string }>): Reply<null> {
    if (input.how === 'refused') throw new RejectedError(reject('QUEUE_FULL', 'no room', 'pool'));
    if (input.how === 'disk full') throw new StoreUnavailableError('/srv/events.sqlite', { diskFull: true });
    throw new Error('password=hunter2');
  }

  @Operation(report)
  async report(call: AgentCall<object>): Reply<CallFacts> {
    return factsOf(call as never);
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

const ada = idFromName('user', 'ada');
const hostId = idFromName('host', 'one');
let nats: TestNats;
let app: INestMicroservice;
let key: CryptoKey;
let client: RpcClient;
let agent: RpcClient;
const buses: Bus[] = [];
const errors: unknown[] = [];
let viewsHold = true;
const metrics = createMetrics('test');

beforeAll(async () => {
  nats = await startNats();
  const pair = await generateKeyPair('EdDSA');
  key = pair.privateKey;
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }];
  const bus = await connect('scheduler');
  const server = new RpcServer({ bus, service: 'scheduler', onError: (error) => errors.push(error) });
  const strategy = new BerthTransport({
    server,
    verifier: new TokenVerifier({
      issuer: 'https://berth.local',
      audience: 'berth',
      fetchJwks: async () => ({ keys }) as never,
    }),
    vault: new Vault(randomBytes(32), undefined as never),
    clock: systemClock,
    commandKeys: await CommandKeys.open(new ProcessStore(memoryReadModels())),
    waitForViews: async () => viewsHold,
    durations: metrics.durations,
  });
  app = await NestFactory.createMicroservice(ThingModule, { strategy, logger: false, abortOnError: false });
  app.useGlobalFilters(new UnexpectedErrorFilter());
  await app.listen();
  await bus.nc.flush();
  client = new RpcClient({ bus: await connect('gateway') });
  agent = new RpcClient({ bus: await connectAgent(), form: 'plain' });
});
afterAll(async () => {
  client.close();
  agent.close();
  await app.close();
  for (const bus of buses) await bus.close();
  await nats.stop();
});

async function connect(identity: 'scheduler' | 'gateway'): Promise<Bus> {
  const bus = await connectBus({
    url: nats.url,
    name: identity,
    inboxPrefix: subjects.inbox(identity),
    credsFile: nats.credsOf(identity),
  });
  buses.push(bus);
  return bus;
}

async function connectAgent(): Promise<Bus> {
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
    name: 'agent',
    inboxPrefix: subjects.agentInbox(hostId),
    credsText: Buffer.from(fmtCreds(jwt, user)).toString(),
  });
  buses.push(bus);
  return bus;
}

const tokenOf = (role: Role, claims: object = { sid: 'session' }, expires = '5m'): Promise<string> =>
  new SignJWT({ role, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'test' })
    .setSubject(ada)
    .setIssuer('https://berth.local')
    .setAudience('berth')
    .setExpirationTime(expires)
    .sign(key);

async function ask(subject: string, request: Partial<RpcRequest> = {}, role: Role = 'member') {
  return client.call(subject, { input: {}, token: await tokenOf(role), ...request });
}
const refusal = (reply: RpcReply) => (reply.ok ? ['OK'] : [reply.error.code, reply.error.field]);
function facts(reply: RpcReply): CallFacts {
  assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
  return reply.result as unknown as CallFacts;
}

describe('an idempotency key', () => {
  const told = (text: string, key: string, more: Partial<RpcRequest> = {}) =>
    ask(tell.subject, { input: { text }, idempotencyKey: key, ...more });

  it('stands for one input of one caller and operation', async () => {
    const first = facts(await told('to ada', 'K1'));
    assert.equal(facts(await told('to ada', 'K1')).commandId, first.commandId);
    assert.deepEqual(refusal(await told('to bob', 'K1')), ['IDEMPOTENCY_KEY_REUSED', 'idempotencyKey']);
    assert.notEqual(facts(await told('to bob', 'K2')).commandId, first.commandId);
    const script = await tokenOf('member', { tid: 'T1', scope: 'jobs' });
    facts(await told('to bob', 'K1', { token: script }));
    facts(await ask(rule.subject, { idempotencyKey: 'K1' }, 'admin'));
  });

  it('is refused for one of two inputs that come at once', async () => {
    const codes = (await Promise.all([told('to ada', 'K3'), told('to bob', 'K3')])).map(
      (reply) => refusal(reply)[0],
    );
    // Whose token is verified first is not settled: either may be the one that is taken.
    assert.deepEqual(codes.sort(), ['IDEMPOTENCY_KEY_REUSED', 'OK']);
  });

  it('may be used again after a refusal, not after what nobody knows the outcome of', async () => {
    const failing = (how: string, key: string) => ask(fail.subject, { input: { how }, idempotencyKey: key });
    assert.equal(refusal(await failing('refused', 'K4'))[0], 'QUEUE_FULL');
    assert.equal(refusal(await failing('bug', 'K4'))[0], 'UNAVAILABLE');
    assert.equal(refusal(await failing('refused', 'K4'))[0], 'IDEMPOTENCY_KEY_REUSED');
  });

  it('of those who are not logged in, whom nothing tells apart, is theirs alone', async () => {
    const failing = (how: string) => client.call(fail.subject, { input: { how }, idempotencyKey: 'K5' });
    assert.equal(refusal(await failing('disk full'))[0], 'UNAVAILABLE');
    assert.equal(refusal(await failing('refused'))[0], 'QUEUE_FULL');
  });
});

describe('who may call', () => {
  it('a user whose role the operation names', async () => {
    assert.equal(facts(await ask(rule.subject, {}, 'admin')).actor, `user ${ada}`);
    assert.deepEqual(refusal(await ask(rule.subject, {}, 'operator')), ['FORBIDDEN', undefined]);
  });
  it('nobody without a token, or with one that does not hold', async () => {
    const anonymous = await client.call(rule.subject, { input: {} });
    assert.equal(refusal(anonymous)[0], 'UNAUTHENTICATED');
    const expired = await tokenOf('admin', { sid: 'session' }, '-1m');
    assert.equal(refusal(await ask(rule.subject, { token: expired }))[0], 'UNAUTHENTICATED');
    assert.equal(refusal(await ask(rule.subject, { token: 'nonsense' }))[0], 'UNAUTHENTICATED');
  });
  it('an API token with the scope', async () => {
    const withScope = await tokenOf('admin', { tid: 'T1', scope: 'admin read' });
    assert.equal(facts(await ask(rule.subject, { token: withScope })).actor, `token ${ada}/T1`);
    const without = await tokenOf('admin', { tid: 'T1', scope: 'read' });
    assert.deepEqual(refusal(await ask(rule.subject, { token: without })), ['FORBIDDEN', 'token']);
  });
  it('an agent, for the host that its subject names', async () => {
    const reply = await agent.call(subjects.agentUp(hostId, 'scheduler', 'report'), { input: {} });
    assert.deepEqual([facts(reply).actor, facts(reply).hostId], [`agent ${hostId}`, hostId]);
  });
  it('no user where agents are meant', async () => {
    const batched = await ask(report.subject, {}, 'admin');
    assert.equal(refusal(batched)[0], 'NOT_FOUND');
  });
});

describe('what is asked', () => {
  it('is parsed: unknown and wrong fields are named', async () => {
    assert.deepEqual(refusal(await ask(tell.subject, { input: { text: 1 } })), ['VALIDATION_FAILED', 'text']);
    const unknown = await ask(tell.subject, { input: { text: 'a', colour: 'red' } });
    assert.deepEqual(refusal(unknown), ['VALIDATION_FAILED', 'colour']);
  });
  it('is one command when it is asked again with its key, by the same user of the same operation', async () => {
    const again = { input: { text: 'a' }, idempotencyKey: 'k' };
    const [first, second] = [await ask(tell.subject, again), await ask(tell.subject, again)];
    assert.deepEqual(facts(first), facts(second));
    const asOtherOperation = facts(await ask(rule.subject, { idempotencyKey: 'k' }, 'admin'));
    assert.notEqual(asOtherOperation.commandId, facts(first).commandId);
    const keyless = [await ask(tell.subject, { input: { text: 'a' } }), await ask(tell.subject, again)];
    assert.notEqual(facts(keyless[0]!).commandId, facts(keyless[1]!).commandId);
  });
  it('waits for the view that the caller has seen, or is refused', async () => {
    const seen = toPosition(5);
    assert.ok((await ask(look.subject, { after: seen })).ok);
    viewsHold = false;
    assert.equal(refusal(await ask(look.subject, { after: seen }))[0], 'VIEW_BEHIND');
    assert.ok((await ask(look.subject)).ok);
    assert.ok((await ask(tell.subject, { after: seen, input: { text: 'a' } })).ok);
    assert.deepEqual(refusal(await ask(look.subject, { after: 'soon' })), ['VALIDATION_FAILED', 'after']);
    viewsHold = true;
  });
});

describe('what is answered', () => {
  it('tells the position of a change', async () => {
    const reply = await ask(tell.subject, { input: { text: 'a' } });
    assert.ok(reply.ok && reply.position === '7');
  });
  it('is the rejection that a handler throws', async () => {
    const reply = await ask(fail.subject, { input: { how: 'refused' } });
    assert.deepEqual(refusal(reply), ['QUEUE_FULL', 'pool']);
  });
  it('names the service whose disk is full, and no path', async () => {
    const reply = await ask(fail.subject, { input: { how: 'disk full' } });
    assert.ok(!reply.ok);
    assert.deepEqual(
      [reply.error.code, reply.error.details],
      ['UNAVAILABLE', { reason: 'diskFull', service: 'scheduler' }],
    );
    assert.match(reply.error.message, /scheduler cannot record anything: its disk is full/);
    assert.doesNotMatch(reply.error.message, /srv/);
  });
  it('shows nothing of a bug but the number of its trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await ask(fail.subject, { input: { how: 'bug' }, traceparent });
    assert.ok(!reply.ok);
    assert.deepEqual(
      [reply.error.code, reply.error.message, reply.error.details],
      ['UNAVAILABLE', 'internal error', { traceId: '0af7651916cd43dd8448eb211c80319c' }],
    );
    assert.match(String(errors.at(-1)), /hunter2/);
  });
  it('is measured by operation and outcome', async () => {
    const text = await metrics.registry.metrics();
    assert.match(text, /operation="scheduler\.thing\.tell\.v1",outcome="VALIDATION_FAILED"/);
  });
});
