import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { parseNvidiaReport, type GpuReport } from './nvidia-smi-report.js';

/** Outputs recorded on real machines; they lie beside the project, not in it. */
const RECORDED = fileURLToPath(new URL('../../../../shared/samples/nvidia-smi/', import.meta.url));

const recorded: readonly (readonly [string, string, Partial<GpuReport>])[] = [
  [
    'a100-sxm4-v12.xml',
    '535.54.03 12.2',
    {
      uuid: 'GPU-513536b6-7d19-9063-b049-1e69664bb298',
      model: 'NVIDIA A100-SXM4-80GB',
      migMode: 'enabled',
      utilisationGpu: undefined,
      memoryTotalMiB: 81920,
      powerW: 67.03,
      uncorrectableErrors: 0,
    },
  ],
  [
    'a10g.xml',
    '515.105.01 11.7',
    {
      model: 'NVIDIA A10G',
      migMode: undefined,
      pcieGenCurrent: 1,
      pcieGenMax: 4,
      memoryFreeMiB: 22569,
      processes: [{ pid: 725, name: '/usr/lib/xorg/Xorg', memoryUsedMiB: 22 }],
    },
  ],
  [
    'gtx-1660-ti.xml',
    '418.43 10.1',
    {
      model: 'Graphics Device',
      pstate: 'P8',
      utilisationMemory: 1,
      powerW: 8.93,
      uncorrectableErrors: undefined,
    },
  ],
  [
    'quadro-p400.xml',
    '418.43 10.1',
    { model: 'Quadro P400', temperature: 33, powerW: undefined, processes: [] },
  ],
  [
    'rtx-3090-v12.xml',
    '525.147.05 12.0',
    { model: 'NVIDIA GeForce RTX 3090', memoryUsedMiB: 1, powerW: 27.23 },
  ],
  [
    'tesla-t4.xml',
    '515.105.01 11.7',
    {
      model: 'Tesla T4',
      pciBusId: '00000000:00:1E.0',
      processes: [
        { pid: 675, name: '/usr/lib/xorg/Xorg', memoryUsedMiB: 22 },
        { pid: 5762, name: 'python', memoryUsedMiB: 1005 },
      ],
    },
  ],
];

describe('parseNvidiaReport', () => {
  for (const [file, versions, expected] of recorded) {
    const skip = existsSync(RECORDED + file) ? false : `the recorded ${file} is not on this machine`;
    it(`reads the recorded ${file}`, () => {
      if (skip) skipTest(skip);

      const report = parseNvidiaReport(readFileSync(RECORDED + file, 'utf8'));
      assert.equal(`${report.driverVersion} ${report.cudaVersion}`, versions);
      assert.equal(report.gpus.length, 1);
      assert.deepEqual({ ...report.gpus[0], ...expected }, report.gpus[0]);
    });
  }

  it('takes no word for a number', () => {
    const [gpu] = parseNvidiaReport(
      log(`<gpu id="00000000:01:00.0"><uuid>GPU-1</uuid><product_name>X &amp; Y</product_name>
        <performance_state>[Unknown Error]</performance_state>
        <temperature><gpu_temp>Not Supported</gpu_temp></temperature>
        <utilization><gpu_util>[N/A]</gpu_util><memory_util>ERR!</memory_util></utilization>
        <power_readings><power_draw>Requested functionality has been deprecated</power_draw></power_readings>
        <gpu_power_readings><power_draw>N/A</power_draw><instant_power_draw>71.2 W</instant_power_draw></gpu_power_readings>
        <processes><process_info><pid>7</pid><process_name>a &lt;b&gt;</process_name>
          <used_memory>N/A</used_memory></process_info></processes></gpu>`),
    ).gpus;
    assert.equal(gpu?.model, 'X & Y');
    assert.equal(gpu?.powerW, 71.2);
    assert.deepEqual(
      [gpu?.pstate, gpu?.temperature, gpu?.utilisationGpu, gpu?.utilisationMemory],
      [undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(gpu?.processes, [{ pid: 7, name: 'a <b>', memoryUsedMiB: undefined }]);
  });

  it('counts uncorrectable errors, as old and new drivers list them', () => {
    const errors = (volatile: string) =>
      parseNvidiaReport(
        log(`<gpu><uuid>GPU-1</uuid><ecc_errors><volatile>${volatile}</volatile></ecc_errors></gpu>`),
      ).gpus[0]?.uncorrectableErrors;
    assert.equal(errors('<double_bit><total>3</total></double_bit>'), 3);
    assert.equal(
      errors('<sram_uncorrectable>1</sram_uncorrectable><dram_uncorrectable>2</dram_uncorrectable>'),
      3,
    );
    assert.equal(errors('<sram_uncorrectable>N/A</sram_uncorrectable>'), undefined);
  });

  it('leaves out a GPU that has fallen off the bus', () => {
    assert.deepEqual(parseNvidiaReport(log('<gpu><uuid>GPU is lost</uuid></gpu>')).gpus, []);
  });

  it('reads a host with a driver and no GPU', () => {
    assert.deepEqual(parseNvidiaReport(log('<attached_gpus>0</attached_gpus>')).gpus, []);
  });

  for (const nonsense of ['', 'No devices were found', '<html><body>no</body></html>']) {
    it(`refuses ${JSON.stringify(nonsense)}`, () => {
      assert.throws(() => parseNvidiaReport(nonsense), /no nvidia_smi_log/);
    });
  }
});

const log = (content: string) =>
  `<?xml version="1.0" ?><!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
   <nvidia_smi_log><driver_version>550.1</driver_version><cuda_version>12.4</cuda_version>${content}</nvidia_smi_log>`;
