import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { subjects } from '@berth/contracts/subjects';
import { freePort } from '@berth/testing/free-port';
import { startNats, type TestNats } from '@berth/testing/nats';
import { connectBus } from './connection.js';
import { connectAs, disconnected, reconnected } from './test-bus.js';

let nats: TestNats;
beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => nats.stop());

describe('connectBus', () => {
  it('says when the server goes and comes back, and keeps its subscriptions', async () => {
    const [bus, other] = await Promise.all([connectAs(nats, 'gateway'), connectAs(nats, 'scheduler')]);
    const got: string[] = [];
    bus.nc.subscribe(`${subjects.inbox('gateway')}.x`, {
      callback: (_, message) => void got.push(message.string()),
    });

    const gone = Promise.all([disconnected(bus), disconnected(other)]);
    await nats.kill();
    await gone;
    assert.equal(bus.connected, false);
    const back = Promise.all([reconnected(bus), reconnected(other)]);
    await nats.restart();
    await back;
    assert.equal(bus.connected, true);

    await bus.nc.flush();
    other.nc.publish(`${subjects.inbox('gateway')}.x`, 'hello');
    await other.nc.flush();
    await bus.nc.flush();
    assert.deepEqual(got, ['hello']);
    await Promise.all([bus.close(), other.drain()]);
    assert.equal(bus.connected, false);
  });

  it('closes while the server is away', async () => {
    const bus = await connectAs(nats, 'gateway');
    const gone = disconnected(bus);
    await nats.kill();
    await gone;
    await bus.drain();
    assert.equal(bus.nc.isClosed(), true);
    await nats.restart();
  });

  it('closes where the server goes while the connection is drained', async () => {
    const bus = await connectAs(nats, 'gateway');
    process.kill(nats.pid, 'SIGSTOP');
    const drained = bus.drain();
    await nats.kill();
    await drained;
    assert.equal(bus.nc.isClosed(), true);
    await nats.restart();
  });

  it('closes after a time where the server is frozen while the connection is drained', async () => {
    const bus = await connectBus({
      url: nats.url,
      name: 'gateway',
      inboxPrefix: subjects.inbox('gateway'),
      credsFile: nats.credsOf('gateway'),
      drainTimeoutMs: 200,
    });
    process.kill(nats.pid, 'SIGSTOP');
    try {
      await bus.drain();
      assert.equal(bus.nc.isClosed(), true);
    } finally {
      process.kill(nats.pid, 'SIGCONT');
    }
  });

  it('hands on what the server refuses', async () => {
    const bus = await connectAs(nats, 'gateway');
    const refusal = new Promise<Error>((resolve) => bus.onError(resolve));
    bus.nc.publish('berth.evt.scheduler.x', 'x');
    assert.match((await refusal).message, /permissions violation/i);
    await bus.close();
  });

  it('fails where no server answers in time, and at once where the credentials are refused', async () => {
    const unreachable = `nats://127.0.0.1:${await freePort()}`;
    await assert.rejects(
      connectBus({ url: unreachable, name: 'x', inboxPrefix: 'x', connectTimeoutMs: 300 }),
    );
    await assert.rejects(connectBus({ url: nats.url, name: 'x', inboxPrefix: 'x' }), /authorization/i);
  });
});
