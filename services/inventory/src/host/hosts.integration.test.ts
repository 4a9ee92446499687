import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import type { HostCondition } from '@berth/contracts/inventory/events';
import {
  createPool,
  drainHost,
  setDeviceLimits,
  setDeviceState,
  uncordonHost,
  updateHost,
} from '@berth/contracts/inventory/operations';
import { DEFAULT_POOL_ID } from '../pool/pool.decider.js';
import { Callers, codeOf, inBackground, OTTO, refusalOf, ROOT } from '../testing/callers.js';
import { aDevice, idOf, MORNING, someFacts } from '../testing/fixtures.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(60_000);

let berth: Installation;
let callers: Callers;
beforeAll(async () => {
  berth = await Installation.start({ BERTH_HOST_DRAINED_AFTER_SECONDS: '0.2' });
  callers = new Callers(berth);
});
afterAll(() => berth.stop());
afterEach(() => callers.leave());

describe('a host', () => {
  it('is joining until its agent registers, and stopped when it deregisters', async () => {
    const agent = await callers.joined();
    assert.equal((await callers.hostOf(agent)).status, 'joining');
    assert.equal(codeOf(await agent.heartbeat()), 'INVALID_STATE');
    assert.equal(codeOf(callers.note(await agent.register())), 'OK');
    const host = await callers.hostOf(agent);
    assert.equal(host.status, 'online');
    assert.deepEqual(
      host.devices.map(({ uuid, limits }) => [uuid, limits]),
      [[`GPU-${agent.hostId}`, { training: 1, inference: 3 }]],
    );
    assert.equal(codeOf(await agent.heartbeat()), 'OK');
    assert.equal(codeOf(callers.note(await agent.ask('deregister', {}))), 'OK');
    assert.equal((await callers.hostOf(agent)).status, 'stopped');
    assert.equal(codeOf(await agent.heartbeat()), 'INVALID_STATE');
    const actors = (await callers.history('host', agent.hostId)).map(({ actor }) => actor);
    assert.deepEqual(
      new Set(actors.map(({ kind, id }) => `${kind} ${id}`)),
      new Set([`agent ${agent.hostId}`]),
    );
  });

  it('puts a faulty device in error, and lets operators reset it by its UUID alone', async () => {
    const agent = await callers.online();
    const uuid = `GPU-${agent.hostId}`;
    assert.equal(codeOf(callers.note(await agent.ask('deviceError', { uuid, reason: 'XID 79' }))), 'OK');
    const [device] = (await callers.hostOf(agent)).devices;
    assert.deepEqual([device?.state, device?.stateReason], ['error', 'XID 79']);
    const limits = { training: 2, inference: 2 };
    await callers.done(OTTO, setDeviceLimits, { uuid, limits });
    const host = await callers.done(OTTO, setDeviceState, { uuid, state: 'available' });
    assert.deepEqual([host.devices[0]?.state, host.devices[0]?.limits], ['available', limits]);
    const unknown = await callers.ask(ROOT, setDeviceState, { uuid: 'GPU-?', state: 'disabled' });
    assert.deepEqual(refusalOf(unknown), ['NOT_FOUND', 'uuid']);
  });

  it("does not get another's device by reporting it, unless that other is gone", async () => {
    const owner = await callers.online();
    const rogue = await callers.joined();
    const uuid = `GPU-${owner.hostId}`;
    await callers.hostOf(owner);
    assert.equal(codeOf(callers.note(await rogue.register([aDevice(uuid)]))), 'OK');
    const [claimed] = (await callers.hostOf(rogue)).devices;
    assert.deepEqual(
      [claimed?.state, claimed?.stateReason],
      ['error', `host ${owner.hostId} reports this device as well`],
    );
    assert.equal((await callers.hostOf(owner)).devices[0]?.state, 'available');
    await callers.done(OTTO, setDeviceState, { uuid, state: 'disabled' });
    assert.equal((await callers.hostOf(owner)).devices[0]?.state, 'disabled');

    callers.note(await owner.ask('deregister', {}));
    callers.note(await rogue.register([aDevice(uuid)]));
    await callers.done(OTTO, setDeviceState, { uuid, state: 'available' });
    assert.equal((await callers.hostOf(rogue)).devices[0]?.state, 'available');
  });

  it('shows what is wrong with it as a whole, since when, and that its devices cannot be read', async () => {
    const agent = await callers.online();
    const [gpu, simulated] = [aDevice(`GPU-${agent.hostId}`), aDevice(`SIM-${agent.hostId}`, { index: 1 })];
    const message = 'nvidia-smi does not answer';
    const tell = (...conditions: HostCondition[]) => agent.register([gpu, simulated], conditions);
    assert.equal(codeOf(callers.note(await tell({ kind: 'devicesUnreadable', message }))), 'OK');
    const { conditions, devices } = await callers.hostOf(agent);
    assert.deepEqual(
      conditions.map((condition) => [condition.kind, condition.message]),
      [['devicesUnreadable', message]],
    );
    assert.ok(!Number.isNaN(Date.parse(conditions[0]?.since ?? '')));
    assert.deepEqual(
      devices.map(({ state, stateReason }) => [state, stateReason]),
      [
        ['unreadable', message],
        ['available', undefined],
      ],
    );
    assert.equal(codeOf(callers.note(await tell())), 'OK');
    const well = await callers.hostOf(agent);
    assert.deepEqual([well.conditions, well.devices[0]?.state], [[], 'available']);
    const nonsense = await agent.ask('register', {
      facts: someFacts,
      devices: [],
      conditions: [{ kind: 'onFire', message }],
      bootId: 'boot',
    });
    assert.deepEqual(refusalOf(nonsense), ['VALIDATION_FAILED', 'conditions.0.kind']);
  });

  it('is rate limited while it reports changes endlessly', async () => {
    const agent = await callers.online();
    const codes: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      codes.push(
        codeOf(await agent.register([aDevice(`GPU-${agent.hostId}`, { driverVersion: `${index}` })])),
      );
    }
    assert.ok(codes.includes('RATE_LIMITED'));
    assert.ok((await callers.lifeOf(agent)).filter((type) => type === 'reported').length <= 22);
    assert.equal(codeOf(await agent.heartbeat()), 'OK');
  });

  it('moves to another pool once its last lease has ended', async () => {
    const agent = await callers.online();
    const { hostId } = agent;
    const pool = await callers.done(ROOT, createPool, { name: 'spare', approval: true });
    assert.equal(codeOf(await callers.ask(ROOT, createPool, { name: 'Spare' })), 'ALREADY_EXISTS');
    const lease = {
      leaseId: idOf('lease'),
      poolId: DEFAULT_POOL_ID,
      jobId: idOf('job'),
      projectId: idOf('vision'),
      run: 1,
      userId: idOf('ada'),
      hostId,
    };
    const leased = { ...lease, devices: [], class: 'training', leasedAt: MORNING };
    await berth.others.record('scheduler.calendar.devicesLeased.v1', leased);
    await inBackground(async () => {
      const refused = await callers.ask(ROOT, updateHost, { hostId, poolId: pool.id });
      assert.ok(!refused.ok && refused.error.message.includes('leases'));
    });
    await callers.done(ROOT, drainHost, { hostId, reason: 'to the spares' });
    const draining = await callers.hostOf(agent);
    assert.deepEqual([draining.scheduling, draining.schedulingReason], ['draining', 'to the spares']);
    const released = { ...lease, cause: 'runEnded', endedAt: MORNING };
    await berth.others.record('scheduler.calendar.leaseReleased.v1', released);
    await inBackground(async () => assert.equal((await callers.hostOf(agent)).scheduling, 'drained'));
    await callers.done(ROOT, updateHost, { hostId, poolId: pool.id });
    const host = await callers.done(ROOT, uncordonHost, { hostId });
    assert.deepEqual([host.poolId, host.scheduling], [pool.id, 'open']);
  });
});
