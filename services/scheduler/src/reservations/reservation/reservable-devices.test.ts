import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_GPU_LIMITS, type DeviceState } from '@berth/contracts/inventory/events';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { idFromName } from '@berth/kernel/ids';
import type { HostFact } from '../../facts/host.facts.js';
import { NOW, poolId } from '../../testing/fixtures.js';
import { reservableDevices, limitsOf } from './reservable-devices.js';

const aDevice = (uuid: string, model = 'Tesla T4', state: DeviceState = 'available') => ({
  uuid,
  index: 0,
  model,
  memoryMiB: 16_384,
  simulated: false,
  state,
  limits: DEFAULT_GPU_LIMITS,
});
const aHost = (name: string, devices: HostFact['devices'], change: Partial<HostFact> = {}): HostFact => ({
  hostId: idFromName('host', name),
  name,
  poolId,
  presence: 'online',
  goneAt: null,
  hostname: name,
  addresses: [],
  scheduling: 'open',
  cpuCores: 8,
  memoryMiB: 65_536,
  cpuLimits: { training: 2, inference: 4 },
  devices,
  settings: {},
  ...change,
});
const hosts = [
  aHost('a', [aDevice('A0'), aDevice('A1', 'NVIDIA A100'), aDevice('A2', 'Tesla T4', 'error')]),
  aHost('b', [aDevice('B0')], { presence: 'lost' }),
  aHost('c', [aDevice('C0')], { scheduling: 'draining' }),
  aHost('d', [aDevice('D0')], { conditions: [{ kind: 'diskFull', message: 'the disk is full' }] }),
];
const everything = { devices: undefined };
const found = (wanted: object, may: { devices: ReadonlySet<string> | undefined } = everything) => {
  const choice = reservableDevices(hosts, may, wanted);
  return choice.ok
    ? [choice.value.count, ...choice.value.candidates.map(({ uuid }) => uuid)]
    : [choice.error.code, choice.error.field];
};

describe('devices that may be reserved', () => {
  it('are those in service that match', () => {
    assert.deepEqual(found({}), [1, 'A0', 'A1']);
    assert.deepEqual(found({ count: 1, model: 'a100' }), [1, 'A1']);
    assert.deepEqual(found({ count: 2, memoryGb: 16 }), [2, 'A0', 'A1']);
    assert.deepEqual(found({ memoryGb: 18 }), ['VALIDATION_FAILED', 'gpus.memoryGb']);
    assert.deepEqual(found({ model: 'H100' }), ['VALIDATION_FAILED', 'gpus.model']);
    assert.deepEqual(found({ count: 3 }), ['VALIDATION_FAILED', 'gpus.count']);
  });
  it('are told by what is wrong, and what there is', () => {
    const message = (wanted: object, may: { devices: ReadonlySet<string> | undefined } = everything) => {
      const choice = reservableDevices(hosts, may, wanted);
      return choice.ok ? 'fine' : choice.error.message;
    };
    const none = 'gpus.model: no GPU that you may use in this pool has the model';
    const t4 = 'Tesla T4 (17.1 GB)';
    assert.equal(
      message({ model: 'H100' }),
      `${none} "H100"; available models: NVIDIA A100 (17.1 GB), ${t4}`,
    );
    assert.equal(
      message({ model: 'A100' }, { devices: new Set(['A0']) }),
      `${none} "A100"; available models: ${t4}`,
    );
    const small = 'gpus.memoryGb: no GPU that you may use in this pool has 18 GB of 10^9 bytes; available:';
    assert.equal(message({ memoryGb: 18 }), `${small} NVIDIA A100 (17.1 GB), ${t4}`);
    const own = `gpus.memoryGb: no GPU that you may use in this pool with the model "T4" has 18 GB of 10^9 bytes; available: ${t4}`;
    assert.equal(message({ model: 'T4', memoryGb: 18 }), own);
    const few = 'gpus.count: 1 device in service that you may use here matches, 2 are requested';
    assert.equal(message({ model: 'A100', count: 2 }), few);
  });
  it('are those with a grant: others are not even counted', () => {
    const few = reservableDevices(hosts, { devices: new Set(['A0']) }, { count: 2 });
    assert.ok(!few.ok);
    assert.deepEqual(few.error.details, { matching: 1, wanted: 2 });
    assert.deepEqual(found({ devices: ['A1'] }, { devices: new Set(['A0']) }), ['NOT_FOUND', 'gpus.devices']);
  });
  it('are given ones, each once, if they are in service', () => {
    assert.deepEqual(found({ devices: ['A1', 'A0', 'A1'] }), [2, 'A1', 'A0']);
    assert.deepEqual(found({ devices: ['A0'], count: 2 }), ['VALIDATION_FAILED', 'gpus.count']);
    for (const uuid of ['A2', 'B0', 'C0', 'D0'])
      assert.deepEqual(found({ devices: [uuid] }), ['INVALID_STATE', 'gpus.devices']);
    assert.deepEqual(found({ devices: ['Z9'] }), ['NOT_FOUND', 'gpus.devices']);
  });
});

describe('the longest reservation', () => {
  const hours = (maxHours: number, timeMultiplier: number): number => {
    const grant = { maxHours: maxHours * timeMultiplier, timeMultiplier };
    return limitsOf(DEFAULT_POLICY, grant, NOW).maxHours;
  };
  it("is the pool's or the grant's, whichever is shorter, times the grant's multiplier", () => {
    assert.deepEqual(
      [hours(48, 1), hours(48, 2), hours(10, 2), hours(100, 1), hours(100, 0.5)],
      [48, 96, 20, 48, 24],
    );
    assert.equal(limitsOf(DEFAULT_POLICY, { maxHours: Infinity, timeMultiplier: 1 }, NOW).maxHours, 48);
  });
});
