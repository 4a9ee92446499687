import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { emptyCalendar, evolveCalendar, type Calendar } from '../calendar/calendar.js';
import { aDevice, aHost, NOW, poolId, projectId, userId } from '../testing/fixtures.js';
import { aCandidate, planOptions, shownPlaces } from '../testing/placement.fixtures.js';
import fc from 'fast-check';
import { idFromName } from '@berth/kernel/ids';
import { calendarDecider } from '../calendar/calendar.decider.js';
import type { HostFact } from '../facts/host.facts.js';
import type { Candidate } from './planned.js';
import { couldHold, type Demand } from './demand.js';
import { plan as planWith } from './plan.js';

const gpus = (count: number, rest: Partial<JobSpec['gpus']> = {}) => ({ gpus: { count, ...rest } });
const shown = shownPlaces;
const plan = (
  candidates: readonly Candidate[],
  hosts: readonly HostFact[],
  calendar: Calendar,
  limit = Infinity,
) => planWith(candidates, hosts, calendar, planOptions({ limit })).placements;

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

const fitsIdle = (host: HostFact, demand: Demand): boolean =>
  couldHold({ ...host, devices: host.devices.filter(({ state }) => state === 'available') }, demand);

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
  it('keeps one host for a big job that waits, the one nearest to having room, and not the whole pool', () => {
    const [a, b] = [aHost('a', [aDevice(0), aDevice(1)]), aHost('b', [aDevice(0), aDevice(1), aDevice(2)])];
    const busy = held(b, 0);
    const big = aCandidate('big', gpus(3));
    const small = ['s1', 's2', 's3'].map((name) => aCandidate(name, gpus(1)));
    assert.deepEqual(shown(plan([big, ...small], [a, b], busy)), [
      ['s1', 'a', 0],
      ['s2', 'a', 1],
    ]);
  });
  it('keeps CPU and memory for one that waits for them, too', () => {
    const host = aHost('one', [aDevice(0), aDevice(1)], { cpuCores: 4 });
    const wide = aCandidate('wide', { ...gpus(2), vcpus: 4 });
    const cpu = aCandidate('cpu', { ...gpus(0), vcpus: 1 });
    assert.deepEqual(shown(plan([wide, cpu], [host], held(host, 0))), []);
  });
  it('keeps nothing for a job that no host has enough in service for', () => {
    const broken = aHost('broken', [aDevice(0), aDevice(1), aDevice(2, { state: 'error' })]);
    const never = aCandidate('never', gpus(3));
    assert.deepEqual(shown(plan([never, aCandidate('small', gpus(1))], [broken], emptyCalendar)), [
      ['small', 'broken', 0],
    ]);
  });
  it('spreads over hosts by load, and over equals by name and index', () => {
    const hosts = [aHost('a', [aDevice(0), aDevice(1)]), aHost('b', [aDevice(0)])];
    const inference = ['1', '2', '3', '4', '5'].map((name) =>
      aCandidate(name, { ...gpus(1), class: 'inference' }),
    );
    assert.deepEqual(shown(plan(inference, hosts, emptyCalendar)), [
      ['1', 'a', 0],
      ['2', 'a', 1],
      ['3', 'b', 0],
      ['4', 'a', 0],
      ['5', 'a', 1],
    ]);
  });
  it('makes no more placements than it is asked for', () => {
    const three = ['a', 'b', 'c'].map((name) => aCandidate(name, gpus(1)));
    assert.equal(plan(three, [four], emptyCalendar, 2).length, 2);
  });
  it('never plans what the calendar would refuse, and leaves nothing free that the first could have', () => {
    const hosts = [
      aHost('a', [aDevice(0), aDevice(1), aDevice(2, { model: 'A100', memoryMiB: 40_960 })], { cpuCores: 4 }),
      aHost('b', [aDevice(0), aDevice(1, { state: 'disabled' })], { cpuCores: 2 }),
    ];
    const demand = fc.record({
      count: fc.nat(3),
      model: fc.option(fc.constantFrom('a100', 't4'), { nil: undefined }),
      class: fc.constantFrom('training' as const, 'inference' as const),
      vcpus: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 12 }), (demands) => {
        const candidates = demands.map(({ count, model, class: jobClass, vcpus }, index) =>
          aCandidate(idFromName('job', String(index)), {
            gpus: { count, ...(model ? { model } : {}) },
            class: jobClass,
            ...(vcpus ? { vcpus } : {}),
          }),
        );
        const placements = plan(candidates, hosts, emptyCalendar);
        const wanted = placements.map(({ candidate, host, devices, limits }) => ({
          leaseId: idFromName('lease', candidate.jobId),
          jobId: candidate.jobId,
          projectId,
          userId,
          run: 1,
          hostId: host.hostId,
          devices,
          class: candidate.demand.class,
          limits,
          host,
          ...(candidate.demand.vcpus > 0 ? { vcpus: candidate.demand.vcpus } : {}),
        }));
        const leased = calendarDecider.decide({ type: 'lease', poolId, wanted, now: NOW }, emptyCalendar);
        assert.ok(leased.ok);
        assert.equal(leased.value.length, placements.length);
        const [first] = candidates;
        const firstFits = first && hosts.some((host) => fitsIdle(host, first.demand));
        assert.equal(first !== undefined && placements[0]?.candidate === first, firstFits ?? false);
      }),
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
    assert.deepEqual(
      shown(plan([aCandidate('a', gpus(1), { allowed: new Set(['two/GPU-1']) })], [two], emptyCalendar)),
      [['a', 'two', 1]],
    );
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
