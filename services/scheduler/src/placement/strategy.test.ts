import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { emptyCalendar } from '../calendar/calendar.js';
import { aDevice, aHost } from '../testing/fixtures.js';
import { aCandidate, planOptions, shownPlaces } from '../testing/placement.fixtures.js';
import { plan } from './plan.js';

const gpus = (count: number) => ({ gpus: { count } });
const devices = (count: number) => Array.from({ length: count }, (_, index) => aDevice(index));
const inference = { ...gpus(1), class: 'inference' as const };

function places(
  placement: PoolPolicy['placement'],
  candidates: readonly ReturnType<typeof aCandidate>[],
  hosts: readonly ReturnType<typeof aHost>[],
) {
  const demands = new Map(candidates.map(({ demand }) => [demand.key, demand]));
  const typical = [...demands.values()].map((task) => ({ task, popularity: 1 / demands.size }));
  const policy = { ...DEFAULT_POLICY, placement };
  const { placements } = plan(candidates, hosts, emptyCalendar, planOptions({ policy, typical }));
  return shownPlaces(placements).map(([, ...place]) => place.join(' '));
}

describe('which host a job gets', () => {
  const hosts = [aHost('four', devices(4)), aHost('two', devices(2))];

  it('packing: the one that has the fewest idle devices left, so that big jobs find room', () => {
    const small = ['a', 'b', 'c'].map((name) => aCandidate(name, gpus(1)));
    assert.deepEqual(places('pack', small, hosts), ['two 0', 'two 1', 'four 0']);
    assert.deepEqual(places('pack', [...small.slice(0, 2), aCandidate('big', gpus(4))], hosts), [
      'two 0',
      'two 1',
      'four 0 1 2 3',
    ]);
  });

  it('packing: beside others on a shared device rather than on an idle one', () => {
    const shared = ['a', 'b', 'c', 'd'].map((name) => aCandidate(name, inference));
    assert.deepEqual(places('pack', shared, hosts), ['two 0', 'two 0', 'two 0', 'two 1']);
  });

  it('spreading: the least loaded one', () => {
    const shared = ['a', 'b', 'c'].map((name) => aCandidate(name, inference));
    assert.deepEqual(places('spread', shared, hosts), ['four 0', 'four 1', 'four 2']);
  });

  it('least fragmentation: where typical jobs markRunLost least by it', () => {
    const odd = [aHost('three', devices(3)), aHost('two', devices(2))];
    const jobs = [aCandidate('one', gpus(1)), aCandidate('pair', gpus(2)), aCandidate('other', gpus(2))];
    assert.deepEqual(places('leastFragmentation', jobs, odd), ['three 0', 'three 1 2', 'two 0 1']);
    const shared = ['a', 'b', 'c', 'd'].map((name) => aCandidate(name, inference));
    const both = [...shared, aCandidate('whole', gpus(2))];
    assert.deepEqual(places('leastFragmentation', both, hosts).slice(0, 3), ['four 0', 'four 0', 'four 0']);
  });
});
