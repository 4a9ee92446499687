import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tempDir } from '@berth/testing/temp-dir';
import { deviceFacts } from '@berth/contracts/inventory/events';
import { hostSample } from '@berth/contracts/agent/messages';
import { HostDevices } from './host-devices.js';

const GPU = (
  uuid: string,
  more = '',
) => `<gpu id="00000000:01:00.0"><product_name>NVIDIA A100-SXM4-80GB</product_name>
  <uuid>${uuid}</uuid><fb_memory_usage><total>81920 MiB</total><used>50 MiB</used><free>80999 MiB</free></fb_memory_usage>
  <utilization><gpu_util>12 %</gpu_util><memory_util>3 %</memory_util></utilization>${more}</gpu>`;
const MIG = `<mig_mode><current_mig>Enabled</current_mig></mig_mode><mig_devices>
  <mig_device><index>0</index><gpu_instance_id>3</gpu_instance_id><compute_instance_id>0</compute_instance_id>
    <fb_memory_usage><total>19968 MiB</total><used>12 MiB</used><free>19955 MiB</free></fb_memory_usage></mig_device>
  <mig_device><index>1</index><gpu_instance_id>4</gpu_instance_id><compute_instance_id>0</compute_instance_id>
    <fb_memory_usage><total>19968 MiB</total><used>12 MiB</used><free>19955 MiB</free></fb_memory_usage></mig_device>
</mig_devices>`;
const LISTING = `GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-a)
  MIG 1g.20gb     Device  0: (UUID: MIG-11111111-2222-3333-4444-555555555555)
`;

/** The program at the edge of the world, with answers that a test can change. */
function anNvidiaSmi() {
  const folder = tempDir('nvidia');
  const program = join(folder, 'nvidia-smi');
  const answer = (file: string, content: string) => writeFileSync(join(folder, file), content);
  answer('-q', '');
  answer('-L', '');
  answer('--query-gpu=uuid,compute_cap', 'GPU-a, 8.0\nGPU-b, 8.0\n');
  writeFileSync(program, `#!/bin/sh\nexec cat "${folder}/$1"\n`, { mode: 0o755 });
  const report = (...gpus: readonly string[]) =>
    answer('-q', `<nvidia_smi_log><driver_version>535.54</driver_version>${gpus.join('')}</nvidia_smi_log>`);
  return { program, report, answer };
}

const devicesOf = (nvidiaSmi: string, simulate = 0) =>
  new HostDevices({ simulate, seed: 'host', isHeld: (uuid) => uuid.startsWith('SIM-'), nvidiaSmi });

describe('HostDevices', () => {
  it('finds none on a host without nvidia-smi', async () => {
    const devices = devicesOf('/no/such/nvidia-smi');
    assert.deepEqual(await devices.discover(), []);
    assert.deepEqual(await devices.read(), { samples: [], faults: [] });
  });

  it('finds GPUs and reads what they do', async () => {
    const { program, report } = anNvidiaSmi();
    report(GPU('GPU-a'), GPU('GPU-b'));
    const devices = devicesOf(program);
    const found = await devices.discover();
    assert.deepEqual(
      found.map(({ uuid, index, memoryMiB, computeCapability }) => [
        uuid,
        index,
        memoryMiB,
        computeCapability,
      ]),
      [
        ['GPU-a', 0, 81920, '8.0'],
        ['GPU-b', 1, 81920, '8.0'],
      ],
    );
    for (const device of found) deviceFacts.parse(device);
    const { samples, faults } = await devices.read();
    hostSample.parse({ at: new Date().toISOString(), devices: samples });
    assert.equal(samples[0]?.utilisationGpu, 12);
    assert.deepEqual(faults, []);
  });

  it('offers the slices of a GPU in MIG mode instead of the GPU', async () => {
    const { program, report, answer } = anNvidiaSmi();
    report(GPU('GPU-a', MIG));
    answer('-L', LISTING);
    const devices = devicesOf(program);
    const found = await devices.discover();
    assert.deepEqual(
      found.map(({ uuid, index, model, memoryMiB, parentUuid }) => ({
        uuid,
        index,
        model,
        memoryMiB,
        parentUuid,
      })),
      [
        {
          uuid: 'MIG-11111111-2222-3333-4444-555555555555',
          index: 0,
          model: 'NVIDIA A100-SXM4-80GB MIG 1g.20gb',
          memoryMiB: 19968,
          parentUuid: 'GPU-a',
        },
        // As drivers before 470 name a slice.
        {
          uuid: 'MIG-GPU-a/4/0',
          index: 1,
          model: 'NVIDIA A100-SXM4-80GB MIG',
          memoryMiB: 19968,
          parentUuid: 'GPU-a',
        },
      ],
    );
    assert.deepEqual(
      (await devices.read()).samples.map(({ memoryUsedMiB }) => memoryUsedMiB),
      [12, 12],
    );
  });

  it('tells of a device that is gone, and of one that errs', async () => {
    const { program, report } = anNvidiaSmi();
    report(GPU('GPU-a'), GPU('GPU-b'));
    const devices = devicesOf(program);
    await devices.discover();
    report(
      GPU(
        'GPU-a',
        '<ecc_errors><volatile><dram_uncorrectable>2</dram_uncorrectable></volatile></ecc_errors>',
      ),
    );
    const { samples, faults } = await devices.read();
    assert.deepEqual(
      samples.map(({ uuid }) => uuid),
      ['GPU-a'],
    );
    assert.deepEqual(faults, [
      { uuid: 'GPU-a', reason: '2 uncorrectable ECC errors since the driver was loaded' },
      { uuid: 'GPU-b', reason: 'nvidia-smi no longer lists it' },
    ]);
  });

  it('simulates devices only when asked, the same ones each time, and marks them', async () => {
    const { program, report } = anNvidiaSmi();
    report(GPU('GPU-a'));
    const [devices, again] = [devicesOf(program, 2), devicesOf(program, 2)];
    const found = await devices.discover();
    assert.deepEqual(found, await again.discover());
    assert.deepEqual(
      found.map(({ index, simulated }) => [index, simulated]),
      [
        [0, false],
        [1, true],
        [2, true],
      ],
    );
    assert.match(found[1]?.uuid ?? '', /^SIM-/);
    const { samples } = await devices.read();
    assert.deepEqual(
      samples.map(({ simulated }) => simulated),
      [false, true, true],
    );
    assert.ok((samples[1]?.utilisationGpu ?? 0) > 50);
  });
});
