import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { deviceFacts } from '@berth/contracts/inventory/events';
import { hostSample } from '@berth/contracts/agent/messages';
import { eventually } from '@berth/testing/eventually';
import { FakeNvidiaSmi } from '@berth/testing/nvidia-smi';
import { HostDevices } from './host-devices.js';

const MIG = `<mig_mode><current_mig>Enabled</current_mig></mig_mode><mig_devices>
  <mig_device><index>0</index><gpu_instance_id>3</gpu_instance_id><compute_instance_id>0</compute_instance_id>
    <fb_memory_usage><total>19968 MiB</total><used>12 MiB</used><free>19955 MiB</free></fb_memory_usage></mig_device>
  <mig_device><index>1</index><gpu_instance_id>4</gpu_instance_id><compute_instance_id>0</compute_instance_id>
    <fb_memory_usage><total>19968 MiB</total><used>12 MiB</used><free>19955 MiB</free></fb_memory_usage></mig_device>
</mig_devices>`;
const ECC = '<ecc_errors><volatile><dram_uncorrectable>2</dram_uncorrectable></volatile></ecc_errors>';
const SLICE = 'MIG-11111111-2222-3333-4444-555555555555';
const listing = (slices: number) =>
  ['GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-a)']
    .concat(
      [SLICE, SLICE.replace('1111', '9999')]
        .slice(0, slices)
        .map((uuid, at) => `  MIG 1g.20gb     Device  ${at}: (UUID: ${uuid})`),
    )
    .join('\n');
const A = { uuid: 'GPU-a', pciBusId: '00000000:01:00.0' };
const B = { uuid: 'GPU-b', pciBusId: '00000000:02:00.0' };

const devicesOf = (nvidiaSmi: string, simulate = 0, timeoutMs = 20_000) =>
  new HostDevices({
    simulate,
    seed: 'host',
    isHeld: (uuid) => uuid.startsWith('SIM-'),
    nvidiaSmi,
    timeoutMs,
  });
const uuidsOf = (found: readonly { readonly uuid: string }[]) => found.map(({ uuid }) => uuid);
const indexesOf = (found: readonly { readonly uuid: string; readonly index: number }[]) =>
  found.map(({ uuid, index }) => [uuid, index]);

describe('HostDevices', () => {
  it('finds none on a host without nvidia-smi', async () => {
    const devices = devicesOf('/no/such/nvidia-smi');
    const found = await devices.read();
    assert.deepEqual(
      [found.devices, found.samples, found.faults, found.unreadable, found.unconfirmed],
      [[], [], [], undefined, false],
    );
  });

  it('finds GPUs and reads what they do', async () => {
    const { devices, samples, faults } = await devicesOf(new FakeNvidiaSmi(A, B).program).read();
    assert.deepEqual(
      devices.map(({ uuid, index, memoryMiB, computeCapability, pciBusId }) => [
        uuid,
        index,
        memoryMiB,
        computeCapability,
        pciBusId,
      ]),
      [
        ['GPU-a', 0, 81920, '8.0', A.pciBusId],
        ['GPU-b', 1, 81920, '8.0', B.pciBusId],
      ],
    );
    for (const device of devices) deviceFacts.parse(device);
    hostSample.parse({ at: new Date().toISOString(), devices: samples });
    assert.equal(samples[0]?.utilisationGpu, 12);
    assert.deepEqual(faults, []);
  });

  it('offers the slices of a GPU in MIG mode instead of the GPU', async () => {
    const smi = new FakeNvidiaSmi({ ...A, more: MIG });
    smi.answers('listing', listing(2));
    const { devices, samples } = await devicesOf(smi.program).read();
    assert.deepEqual(
      devices.map(({ uuid, index, model, memoryMiB, parentUuid }) => ({
        uuid,
        index,
        model,
        memoryMiB,
        parentUuid,
      })),
      [SLICE, SLICE.replace('1111', '9999')].map((uuid, index) => ({
        uuid,
        index,
        model: 'NVIDIA A100-SXM4-80GB MIG 1g.20gb',
        memoryMiB: 19968,
        parentUuid: 'GPU-a',
      })),
    );
    assert.deepEqual(
      samples.map(({ memoryUsedMiB }) => memoryUsedMiB),
      [12, 12],
    );
  });

  it('does not rename slices when half of their names are missing', async () => {
    const smi = new FakeNvidiaSmi({ ...A, more: MIG });
    smi.answers('listing', listing(1));
    const devices = devicesOf(smi.program);
    const half = await devices.read();
    assert.deepEqual(half.devices, []);
    assert.match(half.unreadable ?? '', /did not report all slices/);
    smi.answers('listing', listing(2));
    assert.equal((await devices.read()).devices.length, 2);
  });

  it('takes a device out of service when two readings agree, and puts it back after one', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    const devices = devicesOf(smi.program);
    await devices.read();
    smi.list({ ...A, more: ECC });
    const first = await devices.read();
    assert.deepEqual([first.faults, first.unconfirmed], [[], true]);
    assert.deepEqual(uuidsOf(first.samples), ['GPU-a']);
    const second = await devices.read();
    assert.deepEqual(second.faults, [
      { uuid: 'GPU-a', reason: '2 uncorrectable ECC errors since the driver was loaded' },
      { uuid: 'GPU-b', reason: 'nvidia-smi no longer lists the device' },
    ]);
    assert.deepEqual([second.unconfirmed, uuidsOf(second.devices)], [false, ['GPU-a', 'GPU-b']]);
    smi.list(A, B);
    assert.deepEqual((await devices.read()).faults, []);
  });

  it('gives each device a number that it keeps while others come and go', async () => {
    const smi = new FakeNvidiaSmi(A, B);
    const devices = devicesOf(smi.program, 1);
    await devices.read();
    smi.list(B);
    await devices.read();
    const { devices: found } = await devices.read();
    assert.deepEqual(indexesOf(found).slice(0, 2), [
      ['GPU-a', 0],
      ['GPU-b', 1],
    ]);
    smi.list({ uuid: 'GPU-c' }, B);
    const [, , third, simulated] = indexesOf((await devices.read()).devices);
    assert.deepEqual([third, simulated?.[1]], [['GPU-c', 2], 3]);
  });

  it('keeps what it knows of a device that answers with errors in place of values', async () => {
    const smi = new FakeNvidiaSmi(A);
    const devices = devicesOf(smi.program);
    const [before] = (await devices.read()).devices;
    smi.list({ ...A, model: 'Unknown Error', memory: 'N/A', pciBusId: 'GPU is lost' });
    assert.deepEqual((await devices.read()).devices, [before]);
  });

  for (const mode of ['fail', 'half', 'hang'] as const) {
    it(`says that devices cannot be read where nvidia-smi is told to ${mode}, and reads them again when it answers`, async () => {
      const smi = new FakeNvidiaSmi(A, B);
      const devices = devicesOf(smi.program, 1, 300);
      const before = await devices.read();
      smi.does(mode);
      const first = await devices.read();
      assert.deepEqual([first.unreadable, first.unconfirmed], [undefined, true]);
      const second = await devices.read();
      assert.match(second.unreadable ?? '', /^nvidia-smi .+; check its driver$/);
      assert.deepEqual([second.devices, second.faults], [before.devices, []]);
      assert.deepEqual(
        second.samples.map(({ simulated }) => simulated),
        [true],
      );
      smi.does('answer');
      const after = await devices.read();
      assert.deepEqual([after.unreadable, after.samples.length, after.faults], [undefined, 3, []]);
    });
  }

  it('says at once that the devices cannot be read where no reading has succeeded', async () => {
    const smi = new FakeNvidiaSmi(A);
    smi.does('fail');
    const devices = devicesOf(smi.program);
    await devices.start(new AbortController().signal);
    assert.match(devices.state.unreadable ?? '', /failed with status 9: NVIDIA-SMI has failed/);
  });

  it('shares one call while it hangs, and reads again when it answers', async () => {
    const smi = new FakeNvidiaSmi(A);
    const devices = devicesOf(smi.program, 1, 4000);
    await devices.read();
    smi.does('hang');
    const calls = smi.calls;
    const [one, two] = await Promise.all([devices.read(), devices.read()]);
    // simulated devices don't wait for it to be given up
    for (const { samples, unconfirmed } of [one, two])
      assert.deepEqual([samples.length, unconfirmed], [1, true]);
    assert.equal(smi.calls, calls + 1);
    smi.does('answer');
    await eventually(async () => assert.equal((await devices.read()).samples.length, 2));
  });

  it('aborts its start during a call that hangs', async () => {
    const smi = new FakeNvidiaSmi(A);
    smi.does('hang');
    const devices = devicesOf(smi.program, 0, 5000);
    const stop = new AbortController();
    const started = devices.start(stop.signal);
    stop.abort();
    await assert.rejects(started, { name: 'AbortError' });
    await devices.read();
  });

  it('simulates devices only when asked, the same ones each time, and marks them', async () => {
    const { program } = new FakeNvidiaSmi(A);
    const { devices, samples } = await devicesOf(program, 2).read();
    assert.deepEqual(devices, (await devicesOf(program, 2).read()).devices);
    assert.deepEqual(
      devices.map(({ index, simulated }) => [index, simulated]),
      [
        [0, false],
        [1, true],
        [2, true],
      ],
    );
    assert.match(devices[1]?.uuid ?? '', /^SIM-/);
    assert.deepEqual(
      samples.map(({ simulated }) => simulated),
      [false, true, true],
    );
    assert.ok((samples[1]?.utilisationGpu ?? 0) > 50);
  });
});
