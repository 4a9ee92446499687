import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { aDevice, aHost, aSpec } from '../testing/fixtures.js';
import { maxConcurrent } from './max-concurrent.js';
import { demandOf } from './demand.js';

const limits = (training: number) => ({ limits: { training, inference: 3 } });
const host = aHost(
  'four',
  [0, 1, 2, 3].map((index) => aDevice(index)),
  { cpuCores: 16, memoryMiB: 65_536 },
);
const most = (spec: Partial<JobSpec>, on = host) => maxConcurrent(on, demandOf(aSpec(spec), undefined));
const gpus = (count: number) => ({ gpus: { count } });

describe('how many an idle host could run at once', () => {
  const table: readonly [string, number, number][] = [
    ['one device each', most(gpus(1)), 4],
    ['two devices each', most(gpus(2)), 2],
    ['three devices each', most(gpus(3)), 1],
    ['more than there are', most(gpus(5)), 0],
    ['several to a device', most({ ...gpus(1), class: 'inference' }), 12],
    ['two of several devices each', most({ ...gpus(2), class: 'inference' }), 6],
    ['by vCPUs', most({ ...gpus(1), vcpus: 6 }), 2],
    ['by memory', most({ ...gpus(1), ramGb: 20 }), 3],
    ['on the CPU', most(gpus(0)), host.cpuLimits.training],
    [
      'devices shared unevenly',
      most(gpus(2), aHost('uneven', [aDevice(0, limits(3)), aDevice(1, limits(1))])),
      1,
    ],
  ];
  for (const [what, is, expected] of table) it(`${what}: ${expected}`, () => assert.equal(is, expected));

  it('of given devices of it only', () => {
    assert.equal(maxConcurrent(host, demandOf(aSpec(gpus(1)), undefined), host.devices.slice(0, 1)), 1);
  });
});
