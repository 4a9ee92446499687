import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { withReservation } from './calendar/agenda.js';
import { emptyCalendar, withLease, type Calendar } from './calendar/calendar.js';
import type { HostFact } from './facts/host.facts.js';
import type { Candidate } from './placement/planned.js';
import { plan } from './placement/plan.js';
import { aReservation, at, bob } from './testing/calendar.fixtures.js';
import { aDevice, aHost, openTerms } from './testing/fixtures.js';
import { aCandidate, planOptions } from './testing/placement.fixtures.js';
import { faded, MS_PER_HOUR, usedOver } from './queue/usage/decay.js';
import { PoolShares } from './queue/usage/fair-shares.js';

/** The numbers of docs/policies.md. Its noon is the fixtures' NOW. */
const four = aHost('four', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]);
const gpus = (count: number, hours: number) => ({ gpus: { count }, timeoutMinutes: hours * 60 });

/** Held by another user's jobs, until so many minutes from now. */
const held = (
  host: HostFact,
  indexes: readonly number[],
  until: number,
  calendar: Calendar = emptyCalendar,
) =>
  withLease(calendar, {
    ...openTerms,
    leaseId: `${host.name} ${indexes.join()}`,
    jobId: `on ${host.name} ${indexes.join()}`,
    ...bob,
    run: 1,
    hostId: host.hostId,
    uuids: host.devices.filter(({ index }) => indexes.includes(index)).map(({ uuid }) => uuid),
    class: 'training',
    vcpus: 0,
    ramMiB: 0,
    leasedAt: at(-60),
    until: at(until),
  });

function planned(
  candidates: readonly Candidate[],
  hosts: readonly HostFact[],
  calendar: Calendar,
  policy: Partial<PoolPolicy> = {},
) {
  const whole = { ...DEFAULT_POLICY, ...policy };
  const { placements, waiting } = plan(candidates, hosts, calendar, planOptions({ policy: whole }));
  const now = placements.map(({ candidate, host, decision }) => [candidate.jobId, host.name, decision.rule]);
  const later = waiting.map(({ candidate, plannedAt }) => [candidate.jobId, plannedAt]);
  return { now, later };
}

describe('the worked numbers of the chapter on policies', () => {
  it('hold for fair share', () => {
    const use = new Map([
      ['vision', { seconds: 300 * 3600, users: new Map([['ada', 300 * 3600]]) }],
      ['speech', { seconds: 100 * 3600, users: new Map([['bob', 100 * 3600]]) }],
    ]);
    const shares = new PoolShares(use, { projects: {}, users: {} });
    const [vision, speech] = [shares.factor('vision', 'ada'), shares.factor('speech', 'bob')];
    assert.deepEqual([vision.toFixed(3), speech.toFixed(3)], ['0.177', '0.354']);
    assert.deepEqual([Math.round(vision * 1440), Math.round(speech * 1440)], [255, 509]);
    assert.equal(Math.floor((speech - vision) * 1440), 4 * 60 + 14);
  });

  it('hold for use that fades', () => {
    const [halfLife, day] = [168 * MS_PER_HOUR, 24 * MS_PER_HOUR];
    const hoursAt = (ms: number) => (usedOver(1, { fromMs: 0, toMs: day }, ms, halfLife) / 3600).toFixed(1);
    assert.deepEqual(
      [hoursAt(day), hoursAt(day + halfLife), hoursAt(day + 2 * halfLife)],
      ['22.9', '11.4', '5.7'],
    );
    assert.equal(faded(100, 0, halfLife, halfLife), 50);
  });

  it('hold for backfill', () => {
    const queue = [aCandidate('B', gpus(4, 2)), aCandidate('C', gpus(1, 1)), aCandidate('D', gpus(1, 3))];
    assert.deepEqual(planned(queue, [four], held(four, [0, 1, 2], 120)), {
      now: [['C', 'four', 'backfill']],
      later: [
        ['B', at(120)],
        ['D', at(120 + 120 + 70 / 60)],
      ],
    });
    assert.deepEqual(planned(queue, [four], held(four, [0, 1, 2], 120), { backfill: false }).now, []);
  });

  it('hold for the choice of a host', () => {
    const [one, two] = [
      aHost('idle', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]),
      aHost('used', [aDevice(0), aDevice(1), aDevice(2), aDevice(3)]),
    ];
    const queue = [aCandidate('small', gpus(1, 1)), aCandidate('big', gpus(4, 1))];
    const given = (placement: PoolPolicy['placement']) =>
      planned(queue, [one, two], held(two, [0, 1], 600), { placement }).now.map(([job, host]) => [job, host]);
    assert.deepEqual(given('spread'), [['small', 'idle']]);
    const both = [
      ['small', 'used'],
      ['big', 'idle'],
    ];
    assert.deepEqual(given('pack'), both);
    assert.deepEqual(given('leastFragmentation'), both);
  });

  it('hold for a reservation ahead', () => {
    const host = aHost('reserved', [aDevice(0)]);
    const uuid = host.devices[0]?.uuid ?? '';
    const claimed = aReservation('B', host.hostId, uuid, { from: at(120), until: at(240), ...bob });
    const calendar = { ...emptyCalendar, agenda: withReservation(emptyCalendar.agenda, claimed) };
    const lasting = (hours: number, change = {}) => [aCandidate('J', { ...gpus(1, hours), ...change })];
    assert.equal(planned(lasting(115 / 60), [host], calendar).now.length, 1);
    assert.equal(planned(lasting(2), [host], calendar).now.length, 0);
    assert.equal(planned(lasting(2, { preemptible: true }), [host], calendar).now.length, 1);
  });
});
