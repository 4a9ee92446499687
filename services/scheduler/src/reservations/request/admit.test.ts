import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { requestGpus } from '@berth/contracts/scheduler/requests';
import type { HostFact } from '../../facts/host.facts.js';
import { demandOf } from '../../placement/demand.js';
import { aDevice, aHost, aSpec, NOW } from '../../testing/fixtures.js';
import { admitRequest } from './admit.js';

const one = aHost('one', [aDevice(0), aDevice(1)]);

function refusal(
  input: object,
  change: { timeMultiplier?: number; maxHours?: number } = {},
  hosts: readonly HostFact[] = [one],
) {
  const given = { project: 'vision', gpus: {}, durationMinutes: 60, reason: 'to try', ...input };
  const parsed = requestGpus.input.parse(given);
  const entitlement = { priority: 1, maxHours: 48, timeMultiplier: 1, devices: undefined, ...change };
  const demand = demandOf(aSpec({ gpus: parsed.gpus }), undefined);
  const policy = DEFAULT_POLICY.reservations;
  const rejection = admitRequest({ input: parsed, entitlement, policy, hosts, demand, now: NOW });
  return rejection ? [rejection.code, rejection.field] : 'admitted';
}

describe('a request for devices', () => {
  const hours = (count: number) => ({ durationMinutes: count * 60 });
  it("may be as long as a reservation: the pool's longest, times the grant's multiplier", () => {
    assert.equal(refusal(hours(48)), 'admitted');
    assert.deepEqual(refusal(hours(49)), ['VALIDATION_FAILED', 'durationMinutes']);
    assert.equal(refusal(hours(96), { timeMultiplier: 2, maxHours: 96 }), 'admitted');
    assert.deepEqual(refusal(hours(25), { timeMultiplier: 0.5 }), ['VALIDATION_FAILED', 'durationMinutes']);
  });
  it('is taken for what hosts may have that are still to join', () => {
    const joining = aHost('new', [], { presence: 'joining', joinedAt: NOW });
    for (const hosts of [[], [joining], [one, joining]])
      assert.equal(refusal({ gpus: { count: 3 } }, {}, hosts), 'admitted');
  });
  it('is refused at once for what there will never be, or not in time', () => {
    const notBefore = '2027-01-05T09:00:00.000Z';
    const table: readonly [object, string, string][] = [
      [{ gpus: { count: 3 } }, 'CAN_NEVER_RUN', 'gpus.count'],
      [{ gpus: { model: 'H100' } }, 'CAN_NEVER_RUN', 'gpus.model'],
      [{ notBefore }, 'VALIDATION_FAILED', 'notBefore'],
      [{ neededBy: NOW }, 'VALIDATION_FAILED', 'neededBy'],
    ];
    for (const [input, code, field] of table) assert.deepEqual(refusal(input), [code, field]);
  });
});
