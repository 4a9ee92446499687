import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import type { StartRun } from '@berth/contracts/agent/messages';
import { newId } from '@berth/kernel/ids';
import { revokeAgents } from '@berth/nats-trust/revoked-agents';
import { eventually } from '@berth/testing/eventually';
import { fromSeed } from '@nats-io/nkeys';
import { isAlive, readProcessStat } from '../executors/process/process-identity.js';
import { AgentProcess } from '../testing/agent-process.js';
import { FakePlatform } from '../testing/fake-platform.js';

jest.setTimeout(120_000);

const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 50 };
const SAID = /this host was removed from the platform/g;

let platform: FakePlatform;
beforeAll(async () => {
  platform = await FakePlatform.start();
});
afterAll(() => platform.stop());

const endless = (): StartRun => ({
  jobId: newId(),
  run: 1,
  projectId: newId(),
  command: ['/bin/sh', '-c', 'while :; do sleep 1; done'],
  env: {},
  deviceUuids: [],
  simulated: false,
  timeoutSeconds: 600,
  graceSeconds: 1,
});

/** An agent with a run that does not end by itself. */
async function aBusyAgent() {
  const agent = new AgentProcess(platform);
  onTestEnd(() => agent.end('SIGKILL'));
  await agent.start();
  const order = endless();
  assert.deepEqual(await platform.order(agent.hostId, 'start', order), { ok: true });
  const leader = await eventually(async () => {
    const stat = await readProcessStat(Number(agent.fileOf(order, 'leader').split(' ')[0]));
    assert.ok(stat, 'the command does not run yet');
    return stat;
  }, WAIT_OPTIONS);
  const untilEnded = () =>
    eventually(async () => assert.equal(await isAlive(leader), false, 'the run goes on'), WAIT_OPTIONS);
  const times = () => agent.output.match(SAID)?.length ?? 0;
  return { agent, untilEnded, times };
}

describe('an agent whose host was removed', () => {
  it('logs it once, stops its runs, sends no more requests, and stays idle, also after a restart', async () => {
    const { agent, untilEnded, times } = await aBusyAgent();
    const { hostId } = agent;
    platform.removed.add(hostId);
    await untilEnded();
    await eventually(() => assert.equal(times(), 1), WAIT_OPTIONS);
    const calls = () => platform.calls.filter((call) => call.hostId === hostId).length;
    const samples = () => platform.samples.length;
    const before = [calls(), samples()];
    // a heartbeat would come ten times a second, a sample five times
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual([calls(), samples()], before);
    assert.equal(times(), 1);
    assert.equal(await agent.end('SIGTERM'), 0);
    await agent.start();
    assert.equal(times(), 2);
    assert.equal(await agent.end('SIGTERM'), 0);
    assert.equal(calls(), before[0]);
  });

  it('learns it from the gateway where NATS refuses its key', async () => {
    const { agent, untilEnded, times } = await aBusyAgent();
    const seed = readFileSync(join(agent.folder, 'identity.nk'), 'utf8').trim();
    platform.removedAtGateway.add(agent.hostId);
    const key = fromSeed(Buffer.from(seed)).getPublicKey();
    assert.deepEqual(revokeAgents(platform.nats.trust.revokedAgentsFile, [key]), [key]);
    await platform.nats.reloadTrust();
    await untilEnded();
    await eventually(() => assert.equal(times(), 1), WAIT_OPTIONS);
    assert.equal(await agent.end('SIGTERM'), 0);
  });

  it('stops in order where it learns of the removal only when it deregisters', async () => {
    const { agent, untilEnded, times } = await aBusyAgent();
    platform.refusedVerbs.set(agent.hostId, 'deregister');
    assert.equal(await agent.end('SIGTERM'), 0);
    await untilEnded();
    assert.equal(times(), 1);
  });

  it('stops the runs that an earlier agent left, when it learns it at its start', async () => {
    const { agent, untilEnded, times } = await aBusyAgent();
    const { hostId } = agent;
    await agent.end('SIGKILL');
    platform.removed.add(hostId);
    await agent.start();
    await untilEnded();
    assert.equal(times(), 1);
    assert.equal(await agent.end('SIGTERM'), 0);
  });
});
