import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { emptyCalendar, evolveCalendar, type Calendar } from '../calendar/calendar.js';
import { aDevice, aHost, aSpec, NOW, poolId, projectId, userId } from '../testing/fixtures.js';
import { demandOf } from './demand.js';
import { plan } from './plan.js';

const aCandidate = (jobId: string, change: Partial<JobSpec> = {}, allowed?: ReadonlySet<string>) => ({
  jobId,
  demand: demandOf(aSpec(change), allowed),
});
const gpus = (count: number, rest: Partial<JobSpec['gpus']> = {}) => ({ gpus: { count, ...rest } });
const shown = (placements: ReturnType<typeof plan>) =>
  placements.map(({ candidate, host, devices }) => [
    candidate.jobId,
    host.name,
    ...devices.map((device) => device.index),
  ]);

function held(host: ReturnType<typeof aHost>, ...indexes: readonly number[]): Calendar {
  const devices = host.devices
    .filter((device) => indexes.includes(device.index))
    .map(({ uuid, index, model, simulated }) => ({ uuid, index, model, simulated }));
  const data = {
    leaseId: 'L',
    poolId,
    jobId: 'held',
    projectId,
    userId,
    run: 1,
    hostId: host.hostId,
    devices,
    class: 'training' as const,
    leasedAt: NOW,
  };
  return evolveCalendar(emptyCalendar, { type: 'scheduler.calendar.devicesLeased.v1', data });
}

describe('planning placements', () => {
  const two = aHost('two', [aDevice(0), aDevice(1)]);
  const four = aHost('four', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]);

  it('goes in the queue order and gives each the least loaded device', () => {
    assert.deepEqual(
      shown(plan([aCandidate('a', gpus(1)), aCandidate('b', gpus(1))], [two], emptyCalendar)),
      [
        ['a', 'two', 0],
        ['b', 'two', 1],
      ],
    );
  });
  it('never spreads one run over two hosts: 2 + 2 free is not 4', () => {
    assert.deepEqual(
      shown(plan([aCandidate('a', gpus(4))], [two, aHost('other', [aDevice(0), aDevice(1)])], emptyCalendar)),
      [],
    );
  });
  it('keeps what suits a big job that waits from the small ones behind it', () => {
    assert.deepEqual(
      shown(plan([aCandidate('big', gpus(4)), aCandidate('small', gpus(1))], [four], held(four, 0))),
      [],
    );
  });
  it('lets jobs of another kind go past one that waits', () => {
    const cpu = aCandidate('cpu', gpus(0));
    assert.deepEqual(shown(plan([aCandidate('big', gpus(4)), cpu], [four], held(four, 0))), [
      ['cpu', 'four'],
    ]);
  });
  it('matches models by part of the name and memory by at least', () => {
    const mixed = aHost('mixed', [
      aDevice(0),
      aDevice(1, { model: 'NVIDIA A100-SXM4-80GB', memoryMiB: 81_920 }),
    ]);
    assert.deepEqual(shown(plan([aCandidate('a', gpus(1, { model: 'a100' }))], [mixed], emptyCalendar)), [
      ['a', 'mixed', 1],
    ]);
    assert.deepEqual(shown(plan([aCandidate('a', gpus(1, { memoryGb: 40 }))], [mixed], emptyCalendar)), [
      ['a', 'mixed', 1],
    ]);
    assert.deepEqual(shown(plan([aCandidate('a', gpus(1, { memoryGb: 90 }))], [mixed], emptyCalendar)), []);
  });
  it('takes a given device, or waits for it', () => {
    const given = aCandidate('a', gpus(1, { device: 'cuda:1' }));
    assert.deepEqual(shown(plan([given], [two], emptyCalendar)), [['a', 'two', 1]]);
    assert.deepEqual(shown(plan([given], [two], held(two, 1))), []);
  });
  it('uses only devices in service, and only those the grant names', () => {
    const broken = aHost('broken', [aDevice(0, { state: 'error' }), aDevice(1)]);
    assert.deepEqual(shown(plan([aCandidate('a', gpus(1))], [broken], emptyCalendar)), [['a', 'broken', 1]]);
    assert.deepEqual(shown(plan([aCandidate('a', gpus(1), new Set(['two/GPU-1']))], [two], emptyCalendar)), [
      ['a', 'two', 1],
    ]);
  });
  it('lets as many share a device as its slots for the class allow', () => {
    const one = aHost('one', [aDevice(0)]);
    const inference = ['a', 'b', 'c', 'd'].map((name) =>
      aCandidate(name, { ...gpus(1), class: 'inference' }),
    );
    assert.equal(plan(inference, [one], emptyCalendar).length, 3);
  });
  it('counts vCPUs and memory of a host', () => {
    const small = aHost('small', [aDevice(0), aDevice(1)], { cpuCores: 4, memoryMiB: 8192 });
    assert.equal(
      plan(
        [aCandidate('a', { ...gpus(1), vcpus: 3 }), aCandidate('b', { ...gpus(1), vcpus: 2 })],
        [small],
        emptyCalendar,
      ).length,
      1,
    );
    assert.equal(plan([aCandidate('a', { ...gpus(1), ramGb: 9 })], [small], emptyCalendar).length, 0);
  });
  it('places a thousand of ten thousand waiting jobs on a thousand devices', () => {
    const hosts = Array.from({ length: 125 }, (_, host) =>
      aHost(
        `h${host}`,
        Array.from({ length: 8 }, (__, index) => aDevice(index)),
      ),
    );
    const queue = Array.from({ length: 10_000 }, (_, index) => aCandidate(`j${index}`, gpus(1)));
    assert.equal(plan(queue, hosts, emptyCalendar).length, 1000);
  });
});
