import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { endProcesses, processTerminationStatus, type EndProcesses } from '@berth/contracts/agent/messages';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { HostDevices } from '../devices/host-devices.js';
import type { RunObservation } from '../executors/executor.js';
import { DeviceUsage } from './device-usage.js';
import { DeviceProcessEnder } from './process-ender.js';

/** Whose processes are ended: root's never are, so as root the test starts them under another account. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const somebody = isRoot ? 'nobody' : userInfo().username;
const reservationId = idFromName('reservation', 'over');

/** A real process that is configured to use a simulated device. */
async function aProcess(uuid: string, script: string, uid = isRoot ? NOBODY : undefined) {
  const env = { PATH: process.env['PATH'], CUDA_VISIBLE_DEVICES: uuid };
  const child = spawn('/bin/sh', ['-c', `${script}; echo ready; while :; do sleep 0.05; done`], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    ...defined({ uid, gid: uid }),
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const { pid = 0 } = child;
  onTestEnd(async () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // it has ended
    }
    await ended;
  });
  await once(child.stdout, 'data');
  return { pid, ended, isThere: () => child.exitCode === null && child.signalCode === null };
}

let hosts = 0;

/** Devices of the test's own: what an earlier one has just killed may still be on its way out. */
async function aHost(active: readonly RunObservation[] = []) {
  const devices = new HostDevices({
    simulate: 2,
    seed: `ender ${process.pid} ${(hosts += 1)}`,
    isHeld: () => false,
    nvidiaSmi: '/none',
  });
  const [uuid = '', other = ''] = (await devices.read()).devices.map((device) => device.uuid);
  const usage = new DeviceUsage(devices, () => active);
  const ender = new DeviceProcessEnder(usage);
  const end = async (change: Partial<EndProcesses> = {}) => {
    const order = { reservationId, deviceUuids: [uuid], accounts: [somebody], graceSeconds: 60, ...change };
    return processTerminationStatus.parse(await ender.end(endProcesses.parse(order)));
  };
  return { uuid, other, end };
}

describe('ending what people left on devices', () => {
  it('signals them, and reports when they have ended', async () => {
    const { uuid, end } = await aHost();
    const { pid, ended } = await aProcess(uuid, ':');
    assert.ok((await end()).signalled.includes(pid));
    assert.equal(await ended, 'SIGTERM');
    const after = await end();
    assert.deepEqual([after.signalled.includes(pid), after.ended.includes(pid)], [false, true]);
    assert.ok(!after.killed.includes(pid));
  });

  it('kills after the grace period, when it is asked again, and not before', async () => {
    const { uuid, end } = await aHost();
    const { pid, ended, isThere } = await aProcess(uuid, "trap '' TERM");
    assert.ok((await end()).signalled.includes(pid));
    const again = await end();
    assert.deepEqual([again.signalled.includes(pid), again.killed, isThere()], [true, [], true]);
    assert.ok((await end({ graceSeconds: 0 })).killed.includes(pid));
    assert.equal(await ended, 'SIGKILL');
    assert.ok((await end()).ended.includes(pid));
  });

  it('gives each reservation a grace of its own', async () => {
    const { uuid, end } = await aHost();
    const { pid, isThere } = await aProcess(uuid, "trap '' TERM");
    await end();
    const other = await end({ reservationId: idFromName('reservation', 'another'), graceSeconds: 0 });
    assert.deepEqual([other.signalled.includes(pid), other.killed, isThere()], [true, [], true]);
  });

  it('leaves alone other devices, other accounts, itself, and what is of a run', async () => {
    const { uuid, other } = await aHost();
    const [elsewhere, ofRun] = [await aProcess(other, ':'), await aProcess(uuid, ':')];
    const jobId = idFromName('job', 'run');
    const run = { jobId, run: 1, deviceUuids: [uuid], status: 'running', startedAt: '' } as const;
    const { end } = await aHost([{ ...run, pid: ofRun.pid }]);
    const answer = await end();
    assert.deepEqual([answer.signalled, answer.denied], [[], []]);
    const { end: endAny } = await aHost();
    assert.deepEqual((await endAny({ accounts: ['somebody-else'] })).signalled, []);
    assert.ok(elsewhere.isThere() && ofRun.isThere());
  });

  it('never takes root for an account, nor what runs as several users', async () => {
    const { uuid, end } = await aHost();
    // only root can make one; other users ask about an account that is not theirs
    const { isThere } = await aProcess(uuid, ':', isRoot ? 0 : undefined);
    assert.deepEqual((await end({ accounts: ['root'] })).signalled, []);
    assert.ok(isThere());
  });

  it('reports nothing left where there is nothing to end', async () => {
    const { end } = await aHost();
    assert.deepEqual(await end(), { signalled: [], ended: [], killed: [], denied: [], known: true });
  });
});
