import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { SERVICES, type BusIdentity, type ServiceName } from '@berth/contracts/services';
import { LEADER_BUCKET, STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { addSubscriber, removeSubscriber } from '@berth/nats-trust/subscriptions';
import { connectExternal, connectHost, connectIdentity } from './nats-connections.js';
import { startNats, type TestNats } from './nats.js';

jest.setTimeout(20_000);

let nats: TestNats;
const open: NatsConnection[] = [];

beforeAll(async () => {
  nats = await startNats();
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await nats.stop();
});

const connectAs = (identity: BusIdentity): Promise<NatsConnection> =>
  connectIdentity(nats, identity).then(kept);
const connectAgent = (hostId: string): Promise<NatsConnection> => connectHost(nats, hostId).then(kept);
const connectSubscriber = (name: string): Promise<NatsConnection> => connectExternal(nats, name).then(kept);

function kept(connection: NatsConnection): NatsConnection {
  open.push(connection);
  return connection;
}

/** Resolves once the server has refused the connection something. */
async function refusal(connection: NatsConnection): Promise<string> {
  for await (const status of connection.status()) {
    if (status.type === 'error') return status.error.message;
  }
  throw new Error('the connection closed without a refusal');
}

async function assertCannotPublish(connection: NatsConnection, subject: string): Promise<void> {
  const refused = refusal(connection);
  connection.publish(subject, 'x');
  await connection.flush();
  assert.match(await refused, /permissions violation for publish/i);
}

async function assertCannotSubscribe(connection: NatsConnection, subject: string): Promise<void> {
  await assert.rejects(async () => {
    for await (const message of connection.subscribe(subject)) assert.fail(`got ${message.subject}`);
  }, /permissions violation for subscription/i);
}

function answer(connection: NatsConnection, subject: string, text: string): void {
  connection.subscribe(subject, { callback: (_, message) => void message.respond(text) });
}

describe('services and gateway', () => {
  it('the gateway asks, a service answers, neither reads the inbox of the other', async () => {
    const [gateway, scheduler] = await Promise.all([connectAs('gateway'), connectAs('scheduler')]);
    answer(scheduler, subjects.commandsOf('scheduler'), 'done');
    await scheduler.flush();
    const reply = await gateway.request(subjects.command('scheduler', 'job', 'submit'), 'x');
    assert.equal(reply.string(), 'done');
    await assertCannotSubscribe(scheduler, `${subjects.inbox('gateway')}.>`);
    await assertCannotSubscribe(gateway, `${subjects.inbox('scheduler')}.>`);
    await assertCannotSubscribe(gateway, subjects.commandsOf('scheduler'));
  });

  it('any service asks auth for its keys', async () => {
    const auth = await connectAs('auth');
    answer(auth, subjects.queriesOf('auth'), 'keys');
    await auth.flush();
    for (const service of SERVICES.filter((name) => name !== 'auth')) {
      const reply = await (await connectAs(service)).request(subjects.query('auth', 'jwks'));
      assert.equal(reply.string(), 'keys');
    }
  });

  it('a service publishes its own events only, and sends commands to none', async () => {
    const billing = await connectAs('billing');
    await assertCannotPublish(billing, subjects.event('scheduler', undefined, 'job', 'J', 'submitted.v1'));
    await assertCannotPublish(billing, subjects.command('scheduler', 'job', 'submit'));
    await assertCannotPublish(billing, subjects.query('telemetry', 'logs'));
  });
});

describe('streams', () => {
  it('each service makes its own, and reads all others by a consumer', async () => {
    for (const service of SERVICES) {
      const connection = await connectAs(service);
      const manager = await jetstreamManager(connection);
      const name = STREAMS[service];
      await manager.streams.add({ name, subjects: [subjects.eventsOf(service)], allow_direct: true });
      const acknowledged = await jetstream(connection).publish(
        subjects.event(service, undefined, 'thing', 'T', 'made.v1'),
        service,
      );
      assert.equal((await manager.streams.getMessage(name, { seq: acknowledged.seq }))?.string(), service);
      assert.equal((await manager.direct.getMessage(name, { seq: acknowledged.seq }))?.string(), service);
      assert.equal((await manager.streams.info(name)).state.last_seq, 1);
    }
    for (const reader of [...SERVICES, 'gateway'] as const) {
      const connection = await connectAs(reader);
      const manager = await jetstreamManager(connection);
      for (const source of SERVICES.filter((name) => name !== reader)) {
        await manager.consumers.add(STREAMS[source], {
          durable_name: reader,
          ack_policy: AckPolicy.Explicit,
        });
        const consumer = await jetstream(connection).consumers.get(STREAMS[source], reader);
        const message = await consumer.next({ expires: 2_000 });
        assert.equal(message?.string(), source);
        assert.equal(await message?.ackAck(), true);
        const ordered = await jetstream(connection).consumers.get(STREAMS[source]);
        assert.equal((await ordered.next({ expires: 2_000 }))?.string(), source);
      }
    }
  });

  it('no service changes or deletes the stream of another', async () => {
    const billing = await jetstreamManager(await connectAs('billing'));
    await assert.rejects(billing.streams.delete(STREAMS.scheduler));
    await assert.rejects(billing.streams.purge(STREAMS.scheduler));
    await assert.rejects(billing.streams.add({ name: 'OTHER', subjects: ['berth.cmd.>'] }));
    await assert.rejects(billing.streams.delete(STREAMS.billing));
  });

  it('services share the bucket of leases', async () => {
    const one = await new Kvm(await connectAs('scheduler')).create(LEADER_BUCKET, { ttl: 5_000 });
    const revision = await one.create('scheduler', 'a');
    await one.update('scheduler', 'b', revision);
    const other = await new Kvm(await connectAs('auth')).open(LEADER_BUCKET);
    assert.equal((await other.get('scheduler'))?.string(), 'b');
    await assert.rejects(other.create('scheduler', 'c'));
    const watch = await other.watch({ key: 'scheduler' });
    for await (const entry of watch) {
      assert.equal(entry.string(), 'b');
      break;
    }
  });

  it('telemetry owns the log and sample streams', async () => {
    const telemetry = await jetstreamManager(await connectAs('telemetry'));
    await telemetry.streams.add({ name: 'LOGS', subjects: [subjects.allLogs] });
    await telemetry.streams.add({ name: 'SAMPLES', subjects: [subjects.allGpu] });
    const host = await connectAgent('HOSTL');
    const stored = await host.request(subjects.log('HOSTL', 'J', 1), 'line', { timeout: 2_000 });
    assert.equal(stored.json<{ seq: number }>().seq, 1);
    await telemetry.consumers.add('LOGS', { durable_name: 'archive', ack_policy: AckPolicy.Explicit });
    const consumer = await telemetry.jetstream().consumers.get('LOGS', 'archive');
    const message = await consumer.next({ expires: 2_000 });
    assert.equal(await message?.ackAck(), true);
  });
});

describe('agents', () => {
  it('talk to services and are talked to', async () => {
    const [agent, inventory] = await Promise.all([connectAgent('HOST1'), connectAs('inventory')]);
    answer(inventory, subjects.agentsUpTo('inventory'), 'welcome');
    answer(agent, subjects.agentDownAll('HOST1'), 'at your service');
    await Promise.all([inventory.flush(), agent.flush()]);
    assert.equal(
      (await agent.request(subjects.agentUp('HOST1', 'inventory', 'register'))).string(),
      'welcome',
    );
    assert.equal(
      (await inventory.request(subjects.agentDown('HOST1', 'inventory', 'report'))).string(),
      'at your service',
    );
  });

  it('reach no subject of another host', async () => {
    const agent = await connectAgent('HOST2');
    await assertCannotPublish(agent, subjects.agentUp('HOST1', 'inventory', 'register'));
    await assertCannotPublish(agent, subjects.log('HOST1', 'J', 1));
    await assertCannotPublish(agent, subjects.gpu('HOST1'));
    await assertCannotPublish(agent, subjects.command('scheduler', 'job', 'submit'));
    await assertCannotSubscribe(agent, subjects.agentDownAll('HOST1'));
    await assertCannotSubscribe(agent, `${subjects.agentInbox('HOST1')}.>`);
  });

  it('have no JetStream API, and no subject to answer on but what they were asked on', async () => {
    const agent = await connectAgent('HOST3');
    await assertCannotPublish(agent, '$JS.API.INFO');
    await assertCannotPublish(agent, '$JS.API.STREAM.NAMES');
    await assertCannotPublish(agent, `${subjects.inbox('gateway')}.x`);
  });
});

describe('external subscribers', () => {
  const subscribe = (name: string, service: ServiceName) =>
    addSubscriber(nats.trust, nats.url, {
      name,
      services: [service],
      credsFile: join(nats.trust.dir, `${name}.creds`),
    });

  it('take events from a consumer that was made for them, and do nothing else', async () => {
    await subscribe('erp', 'billing');
    const connection = await connectSubscriber('erp');
    const streams = jetstream(connection, { apiPrefix: 'berth.js' });
    const consumer = await streams.consumers.get(STREAMS.billing, 'erp');
    const message = await consumer.next({ expires: 2_000 });
    assert.equal(message?.string(), 'billing');
    assert.equal(await message?.ackAck(), true);

    await assertCannotPublish(connection, subjects.event('billing', undefined, 'charge', 'C', 'made.v1'));
    await assertCannotSubscribe(connection, subjects.eventsOf('billing'));
    await assertCannotPublish(connection, `berth.js.CONSUMER.MSG.NEXT.${STREAMS.billing}.other`);
  });

  it('make no consumers, which could deliver to any subject', async () => {
    await subscribe('maker', 'billing');
    const connection = await connectSubscriber('maker');
    for (const api of ['$JS.API', 'berth.js']) {
      for (const subject of [
        `CONSUMER.CREATE.${STREAMS.billing}.maker`,
        `CONSUMER.CREATE.${STREAMS.billing}.maker.${subjects.eventsOf('billing')}`,
        `CONSUMER.DURABLE.CREATE.${STREAMS.billing}.maker`,
      ]) {
        await assertCannotPublish(connection, `${api}.${subject}`);
      }
    }
  });

  it('have what they ask for sent to no stream of a service', async () => {
    await subscribe('rogue', 'billing');
    const [connection, scheduler] = await Promise.all([connectSubscriber('rogue'), connectAs('scheduler')]);
    const manager = await jetstreamManager(scheduler, { checkAPI: false });
    const before = (await manager.streams.info(STREAMS.scheduler)).state.last_seq;
    for (const [subject, body] of [
      [`berth.js.CONSUMER.MSG.NEXT.${STREAMS.billing}.rogue`, '1'],
      [`berth.js.CONSUMER.INFO.${STREAMS.billing}.rogue`, ''],
    ] as const) {
      connection.publish(subject, body, {
        reply: subjects.event('scheduler', undefined, 'job', 'J', 'x.v1'),
      });
    }
    await connection.flush();
    // Sent after them, and answered: so they have been processed.
    await jetstream(connection, { apiPrefix: 'berth.js' }).consumers.get(STREAMS.billing, 'rogue');
    await scheduler.flush();
    assert.equal((await manager.streams.info(STREAMS.scheduler)).state.last_seq, before);
  });

  it('get nothing more once they have been removed', async () => {
    await subscribe('gone', 'billing');
    const connection = await connectSubscriber('gone');
    const streams = jetstream(connection, { apiPrefix: 'berth.js' });
    await streams.consumers.get(STREAMS.billing, 'gone');
    assert.deepEqual(await removeSubscriber(nats.trust, nats.url, 'gone'), ['billing']);
    await assert.rejects(streams.consumers.get(STREAMS.billing, 'gone'), /consumer not found/);
    assert.deepEqual(await removeSubscriber(nats.trust, nats.url, 'gone'), []);
  });
});
