import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { aDevice, aHost, aSpec } from '../testing/fixtures.js';
import { couldHold, demandOf, suits } from './demand.js';

describe('what a job asks of a host', () => {
  it('is devices by count, and none for the CPU', () => {
    assert.equal(demandOf(aSpec({ gpus: { count: 2 } }), undefined).count, 2);
    assert.equal(demandOf(aSpec({ gpus: { count: 2, device: 'cpu' } }), undefined).count, 0);
    assert.equal(demandOf(aSpec({ gpus: { count: 1, device: 'cuda' } }), undefined).device, undefined);
    const given = { count: 1, device: 'cuda:3' };
    assert.deepEqual(demandOf(aSpec({ gpus: given }), undefined).device, { name: 'cuda:3', index: 3 });
    const bound = demandOf(aSpec({ gpus: { ...given, deviceUuid: 'GPU-3' } }), undefined);
    assert.equal(bound.device?.uuid, 'GPU-3');
  });
  it('is the same key for the same demand only', () => {
    const key = (change: object, allowed?: ReadonlySet<string>) => demandOf(aSpec(change), allowed).key;
    assert.equal(key({ priority: 1 }), key({ priority: 9 }));
    const different = [
      key({}),
      key({ gpus: { count: 2 } }),
      key({ gpus: { count: 1, model: 'A100' } }),
      key({ class: 'inference' }),
      key({ vcpus: 1 }),
      key({}, new Set(['a'])),
      key({}, new Set(['a', 'b'])),
    ];
    assert.equal(new Set(different).size, different.length);
    assert.equal(key({}, new Set(['a', 'b'])), key({}, new Set(['b', 'a'])));
  });
  it('suits a device by model, memory, index, grant and slots', () => {
    const demand = (gpus: object, allowed?: ReadonlySet<string>) =>
      demandOf(aSpec({ gpus: { count: 1, ...gpus } }), allowed);
    const device = aDevice(1, { model: 'NVIDIA A100-SXM4-40GB', memoryMiB: 40_960 });
    assert.ok(suits(device, demand({ model: 'a100', memoryGb: 40, device: 'cuda:1' })));
    for (const wrong of [{ model: 'H100' }, { memoryGb: 43 }, { device: 'cuda:0' }]) {
      assert.ok(!suits(device, demand(wrong)));
    }
    assert.ok(suits(device, demand({}, new Set([device.uuid]))));
    assert.ok(!suits(device, demand({}, new Set(['other']))));
    assert.ok(!suits({ ...device, limits: { training: 0, inference: 3 } }, demand({})));
  });
  it('goes to a host that takes those of admins only where it is an admin’s', () => {
    const host = aHost('open', [aDevice(0)], { adminsOnly: true });
    for (const gpus of [{ count: 0 }, { count: 1 }]) {
      const [ofMember, ofAdmin] = [false, true].map((byAdmin) =>
        demandOf(aSpec({ gpus }), undefined, byAdmin),
      );
      assert.ok(ofMember && !couldHold(host, ofMember));
      assert.ok(ofAdmin && couldHold(host, ofAdmin));
      assert.notEqual(ofMember.key, ofAdmin.key);
    }
  });
  it('suits the very device that was meant by a number, whatever its number is now', () => {
    const gpus = { count: 1, device: 'cuda:0', deviceUuid: 'GPU-0' };
    const demand = demandOf(aSpec({ gpus }), undefined);
    assert.ok(suits(aDevice(0, { index: 1 }), demand));
    assert.ok(!suits(aDevice(1, { index: 0 }), demand));
    assert.ok(
      suits(aDevice(1, { index: 0 }), demandOf(aSpec({ gpus: { count: 1, device: 'cuda:0' } }), undefined)),
    );
  });
  it('counts GB as makers do, so that a GPU sold with so many has them', () => {
    const sold: readonly (readonly [model: string, gb: number, mib: number])[] = [
      ['NVIDIA H100 80GB HBM3', 80, 81_559],
      ['NVIDIA A100-SXM4-40GB', 40, 40_536],
      ['NVIDIA A10', 24, 23_028],
      ['NVIDIA L4', 24, 23_034],
      ['NVIDIA L40S', 48, 46_068],
      ['Tesla T4', 16, 15_360],
      ['Tesla V100-SXM2-16GB', 16, 16_160],
      ['NVIDIA GeForce RTX 4090', 24, 24_564],
      ['NVIDIA H200', 141, 143_771],
      ['NVIDIA A100-SXM4-80GB MIG 1g.10gb', 10, 9_856],
    ];
    for (const [model, memoryGb, memoryMiB] of sold) {
      const asked = (gb: number) => demandOf(aSpec({ gpus: { count: 1, model, memoryGb: gb } }), undefined);
      const device = aDevice(0, { model, memoryMiB });
      assert.ok(suits(device, asked(memoryGb)), model);
      assert.ok(!suits(device, asked(memoryGb * 1.08)), model);
    }
  });
  it('finds no memory where it is not known', () => {
    const unknown = aDevice(0, { model: 'NVIDIA GB10', memoryMiB: 0 });
    const asked = (gpus: object) => demandOf(aSpec({ gpus: { count: 1, ...gpus } }), undefined);
    assert.ok(suits(unknown, asked({ model: 'GB10' })));
    assert.ok(!suits(unknown, asked({ memoryGb: 1 })));
  });
  it('could be held by a host that has all of it, in service or not', () => {
    const host = aHost('one', [aDevice(0), aDevice(1, { state: 'error' })], { cpuCores: 8, memoryMiB: 8192 });
    const fits = (change: object) => couldHold(host, demandOf(aSpec(change), undefined));
    assert.ok(fits({ gpus: { count: 2 }, vcpus: 8, ramGb: 8 }));
    for (const much of [{ gpus: { count: 3 } }, { vcpus: 9 }, { ramGb: 9 }]) assert.ok(!fits(much));
    assert.ok(fits({ gpus: { count: 0 } }));
    const noSlots = { ...host, cpuLimits: { training: 0, inference: 1 } };
    assert.ok(!couldHold(noSlots, demandOf(aSpec({ gpus: { count: 0 } }), undefined)));
  });
});
