import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { emptyCalendar } from '../calendar/calendar.js';
import { at } from '../testing/calendar.fixtures.js';
import { aDevice, aHost } from '../testing/fixtures.js';
import { aCandidate, planOptions, shownPlaces } from '../testing/placement.fixtures.js';
import { plan } from './plan.js';

const one = aHost('one', [aDevice(0)]);
const two = aHost('two', [aDevice(0)]);
const notYet = new Set([two.hostId]);
const gang = {
  ...aCandidate('gang', { gpus: { count: 1 } }),
  gangId: 'g',
  others: [aCandidate('other', { gpus: { count: 1 } })],
};

describe('a host that takes nothing yet', () => {
  it('gets no job, and keeps its part in the planned start of a gang, whom nobody delays elsewhere', () => {
    const candidates = [gang, aCandidate('behind', { gpus: { count: 1 } })];
    const { placements, waiting } = plan(candidates, [one, two], emptyCalendar, planOptions({ notYet }));
    assert.deepEqual(shownPlaces(placements), []);
    assert.deepEqual([waiting[0]?.candidate.jobId, waiting[0]?.plannedAt], ['gang', at(1)]);
  });

  it('is one like others once it does', () => {
    const { placements } = plan([gang], [one, two], emptyCalendar, planOptions({}));
    assert.deepEqual(
      placements.map(({ host }) => host.name),
      ['one', 'two'],
    );
  });
});
