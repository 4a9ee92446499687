import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { endProcesses, processesEnding, type EndProcesses } from '@berth/contracts/agent/messages';
import { idFromName } from '@berth/kernel/ids';
import { HostDevices } from '../devices/host-devices.js';
import type { RunObservation } from '../executors/executor.js';
import { DeviceUsage } from './device-usage.js';
import { DeviceProcessEnder } from './process-ender.js';

/** Whose processes are ended: root's never are, so that root starts them as somebody else. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const somebody = isRoot ? 'nobody' : userInfo().username;
const reservationId = idFromName('reservation', 'over');

/** A real process that was told to use a simulated device. */
async function aProcess(uuid: string, script: string, uid = isRoot ? NOBODY : undefined) {
  const env = { PATH: process.env['PATH'], CUDA_VISIBLE_DEVICES: uuid };
  const child = spawn('/bin/sh', ['-c', `${script}; echo ready; while :; do sleep 0.05; done`], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
    ...(uid === undefined ? {} : { uid, gid: uid }),
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
    return processesEnding.parse(await ender.end(endProcesses.parse(order)));
  };
  return { uuid, other, end };
}

describe('ending what people left on devices', () => {
  it('tells, and says when they have ended', async () => {
    const { uuid, end } = await aHost();
    const { pid, ended } = await aProcess(uuid, ':');
    assert.ok((await end()).told.includes(pid));
    assert.equal(await ended, 'SIGTERM');
    const after = await end();
    assert.deepEqual([after.told.includes(pid), after.ended.includes(pid)], [false, true]);
    assert.ok(!after.killed.includes(pid));
  });

  it('kills after the grace, when it is asked again, and not before', async () => {
    const { uuid, end } = await aHost();
    const { pid, ended, isThere } = await aProcess(uuid, "trap '' TERM");
    assert.ok((await end()).told.includes(pid));
    const again = await end();
    assert.deepEqual([again.told.includes(pid), again.killed, isThere()], [true, [], true]);
    assert.ok((await end({ graceSeconds: 0 })).killed.includes(pid));
    assert.equal(await ended, 'SIGKILL');
    assert.ok((await end()).ended.includes(pid));
  });

  it('gives each booking a grace of its own', async () => {
    const { uuid, end } = await aHost();
    const { pid, isThere } = await aProcess(uuid, "trap '' TERM");
    await end();
    const other = await end({ reservationId: idFromName('reservation', 'another'), graceSeconds: 0 });
    assert.deepEqual([other.told.includes(pid), other.killed, isThere()], [true, [], true]);
  });

  it('leaves alone other devices, other accounts, itself, and what is of a run', async () => {
    const { uuid, other } = await aHost();
    const [elsewhere, ofRun] = [await aProcess(other, ':'), await aProcess(uuid, ':')];
    const jobId = idFromName('job', 'run');
    const run = { jobId, run: 1, deviceUuids: [uuid], status: 'running', startedAt: '' } as const;
    const { end } = await aHost([{ ...run, pid: ofRun.pid }]);
    const answer = await end();
    assert.deepEqual([answer.told, answer.denied], [[], []]);
    const { end: endAny } = await aHost();
    assert.deepEqual((await endAny({ accounts: ['somebody-else'] })).told, []);
    assert.ok(elsewhere.isThere() && ofRun.isThere());
  });

  it('never takes root for an account, nor what runs as several users', async () => {
    const { uuid, end } = await aHost();
    // only root can make one; everybody else asks about an account that is not theirs
    const { isThere } = await aProcess(uuid, ':', isRoot ? 0 : undefined);
    assert.deepEqual((await end({ accounts: ['root'] })).told, []);
    assert.ok(isThere());
  });

  it('ends nothing where it was not told anything yet and nobody is there', async () => {
    const { end } = await aHost();
    assert.deepEqual(await end(), { told: [], ended: [], killed: [], denied: [], known: true });
  });
});
