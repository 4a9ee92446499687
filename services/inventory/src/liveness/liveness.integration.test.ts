import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import { Callers, codeOf, inBackground } from '../testing/callers.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(60_000);

const LOST_AFTER_SECONDS = 3;
let berth: Installation;
let callers: Callers;
beforeAll(async () => {
  berth = await Installation.start({ BERTH_HOST_LOST_AFTER_SECONDS: String(LOST_AFTER_SECONDS) });
  callers = new Callers(berth);
});
afterAll(() => berth.stop());
afterEach(() => callers.leave());

describe('a silent host', () => {
  it('is lost as of its last heartbeat, and back with its next registration', async () => {
    const agent = await callers.online();
    assert.equal(codeOf(await agent.heartbeat()), 'OK');
    await inBackground(async () => assert.equal((await callers.hostOf(agent)).status, 'lost'));
    const [, reported, lost] = await callers.history('host', agent.hostId);
    assert.deepEqual([lost?.type, lost?.actor.kind], ['inventory.host.lost.v1', 'system']);
    const lastSeen = String(lost?.data['lastSeen']);
    assert.ok(lastSeen >= (reported?.recordedAt ?? '') && lastSeen < (lost?.recordedAt ?? ''));

    assert.equal(codeOf(await agent.register()), 'OK');
    assert.equal((await callers.lifeOf(agent))[3], 'returned');
  });
});

describe('a host that beats', () => {
  it('is not lost because the bus was down', async () => {
    const agent = await callers.online();
    const beat = setInterval(() => void agent.heartbeat(), 100);
    try {
      await berth.nats.kill();
      await sleep((LOST_AFTER_SECONDS + 0.5) * 1000);
      await berth.nats.restart();
      await inBackground(async () => assert.equal(codeOf(await agent.heartbeat()), 'OK'));
      await sleep(1000);
      assert.deepEqual(await callers.lifeOf(agent), ['registered', 'reported']);
    } finally {
      clearInterval(beat);
    }
  });
});
