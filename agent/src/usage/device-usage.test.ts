import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { setTimeout as sleep } from 'node:timers/promises';
import { deviceProcesses } from '@berth/contracts/agent/messages';
import { idFromName } from '@berth/kernel/ids';
import { tempDir } from '@berth/testing/temp-dir';
import { HostDevices } from '../devices/host-devices.js';
import type { RunObservation } from '../executors/executor.js';
import { DeviceUsage } from './device-usage.js';

const me = userInfo().username;
const jobId = idFromName('job', 'usage');

/** A real process; only its environment says what it uses. */
async function aProcess(env: object = {}): Promise<number> {
  const child: ChildProcess = spawn('sleep', ['60'], { env: { PATH: process.env['PATH'], ...env } });
  onTestEnd(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('spawn', resolve));
  return child.pid ?? 0;
}

const gpu = (uuid: string, pids: readonly number[], util = 0, more = '', process = '') => `<gpu>
  <product_name>NVIDIA A100</product_name><uuid>${uuid}</uuid>
  <fb_memory_usage><total>81920 MiB</total></fb_memory_usage>
  <utilization><gpu_util>${util} %</gpu_util></utilization>${more}<processes>
  ${pids.map((pid) => `<process_info>${process}<pid>${pid}</pid><type>C</type></process_info>`).join('')}
  </processes></gpu>`;

async function aHost(simulate: number, script: string, active: readonly RunObservation[] = []) {
  const program = join(tempDir('usage'), 'nvidia-smi');
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const devices = new HostDevices({ simulate, seed: 'host', isHeld: () => false, nvidiaSmi: program });
  const found = (await devices.read()).devices;
  return { usage: new DeviceUsage(devices, () => active, 2000), uuids: found.map(({ uuid }) => uuid) };
}
const printing = (...gpus: readonly string[]) =>
  `case $1 in -q) cat <<'END'\n<nvidia_smi_log>${gpus.join('')}</nvidia_smi_log>\nEND\n;; esac`;

describe('who uses devices', () => {
  it('is reported by process and account', async () => {
    const pid = await aProcess();
    const { usage, uuids } = await aHost(0, printing(gpu('GPU-a', [pid], 80), gpu('GPU-b', [])));
    const usages = await usage.of(uuids);
    assert.deepEqual(usages, [
      { uuid: 'GPU-a', known: true, processes: [{ pid, account: me }] },
      { uuid: 'GPU-b', known: true, processes: [] },
    ]);
    for (const use of usages) deviceProcesses.parse(use);
  });

  it('leaves out runs of the agent, by their session or by their variables', async () => {
    const [leader, child, forger] = await Promise.all([
      aProcess(),
      aProcess({ BERTH_JOB_ID: jobId, BERTH_RUN: '2' }),
      aProcess({ BERTH_JOB_ID: jobId, BERTH_RUN: '1' }),
    ]);
    const run = { jobId, run: 2, deviceUuids: ['GPU-a'], status: 'running', startedAt: '' } as const;
    const { usage, uuids } = await aHost(0, printing(gpu('GPU-a', [leader, child, forger])), [
      { ...run, pid: leader },
    ]);
    const [use] = await usage.of(uuids);
    assert.deepEqual(use?.processes, [{ pid: forger, account: me }]);
  });

  it('tells the processes of a slice from those of others on its GPU', async () => {
    const pid = await aProcess();
    const slice = (index: number, id: number) => `<mig_device><index>${index}</index>
      <gpu_instance_id>${id}</gpu_instance_id><compute_instance_id>0</compute_instance_id></mig_device>`;
    const mig = `<mig_mode><current_mig>Enabled</current_mig></mig_mode>
      <mig_devices>${slice(0, 3)}${slice(1, 4)}</mig_devices>`;
    const on = '<gpu_instance_id>4</gpu_instance_id><compute_instance_id>0</compute_instance_id>';
    const { usage, uuids } = await aHost(0, printing(gpu('GPU-a', [pid], 0, mig, on)));
    assert.deepEqual(
      (await usage.of(uuids)).map(({ uuid, processes }) => [uuid, processes.map((each) => each.pid)]),
      [
        ['MIG-GPU-a/3/0', []],
        ['MIG-GPU-a/4/0', [pid]],
      ],
    );
  });

  it('says where it cannot tell', async () => {
    const { usage } = await aHost(0, printing(gpu('GPU-a', [], 70)));
    const usages = await usage.of(['GPU-a', 'GPU-gone']);
    assert.deepEqual(
      usages.map(({ uuid, known }) => [uuid, known]),
      [
        ['GPU-a', false],
        ['GPU-gone', false],
      ],
    );
    assert.match(usages[0]?.why ?? '', /lists no process/);
  });

  it('reports no account of a process that has ended', async () => {
    const { usage, uuids } = await aHost(0, printing(gpu('GPU-a', [4_194_303])));
    assert.deepEqual((await usage.of(uuids))[0]?.processes, [{ pid: 4_194_303 }]);
  });

  it('does not wait for a driver that hangs', async () => {
    const reading = new Promise<never>(() => undefined);
    const usage = new DeviceUsage({ read: () => reading }, () => [], 50);
    const [use] = await Promise.race([usage.of(['GPU-a']), sleep(5000).then(() => [undefined])]);
    assert.deepEqual([use?.known, use?.processes], [false, []]);
  });

  it('counts as use of a simulated device what was configured to use it', async () => {
    const { usage, uuids } = await aHost(2, printing());
    const pid = await aProcess({ CUDA_VISIBLE_DEVICES: `${uuids[1]},GPU-x` });
    assert.deepEqual(await usage.of(uuids), [
      { uuid: uuids[0], known: true, processes: [] },
      { uuid: uuids[1], known: true, processes: [{ pid, account: me }] },
    ]);
  });
});
