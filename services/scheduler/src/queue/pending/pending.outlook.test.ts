import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { withReservation, withMaintenance, type Reservation } from '../../calendar/agenda.js';
import { emptyCalendar, type Calendar } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import { placementRequestOf } from '../../placement/placement-requests.js';
import type { QueuedCandidate } from '../order/candidates.js';
import { plan } from '../../placement/plan.js';
import { aReservation, at, bob, reservation } from '../../testing/calendar.fixtures.js';
import {
  aDevice,
  aHost,
  aQueuedJob,
  NOW,
  openTerms,
  poolId,
  projectId,
  userId,
} from '../../testing/fixtures.js';
import { aCandidate, planOptions } from '../../testing/placement.fixtures.js';
import { estimateOf, pendingReasons } from './pending.queries.js';
import { StartEstimates } from './start-estimates.js';
import { JobQueueIndex } from '../waiting/job-queue-index.js';
import type { PendingSituation } from './pending.situation.js';

const four = aHost(
  'four',
  [0, 1, 2, 3].map((index) => aDevice(index, { model: 'NVIDIA A100' })),
);
const uuid = (index: number): string => four.devices[index]!.uuid;
const gpus = (count: number, model = 'A100') => ({ gpus: { count, model } });

function situation(spec: Partial<JobSpec>, change: Partial<PendingSituation> = {}): PendingSituation {
  const candidate = aCandidate('a job', spec);
  return {
    jobId: candidate.jobId,
    demand: candidate.demand,
    request: placementRequestOf(candidate, DEFAULT_POLICY),
    hosts: [four],
    isSchedulable: () => true,
    calendar: emptyCalendar,
    notBefore: null,
    now: NOW,
    ...change,
  };
}
const told = (spec: Partial<JobSpec>, change: Partial<PendingSituation> = {}) =>
  pendingReasons(situation(spec, change)).map(({ code, message, numbers }) => [code, message, numbers]);
const reserved = (
  name: string,
  index: number,
  window: readonly [number, number],
  change: Partial<Reservation> = {},
) => {
  const [from, until] = window;
  return (calendar: Calendar): Calendar => {
    const reservation = aReservation(name, four.hostId, uuid(index), {
      from: at(from),
      until: at(until),
      ...bob,
      ...change,
    });
    return { ...calendar, agenda: withReservation(calendar.agenda, reservation) };
  };
};

describe('why a job waits for what is planned', () => {
  it('RESERVED: how many are needed, free and reserved, and until when', () => {
    const calendar = reserved('b', 3, [-60, 300])(emptyCalendar);
    assert.deepEqual(told(gpus(4), { calendar }), [
      [
        'RESERVED',
        'needs 4 GPUs (A100) on one host: 3 of 4 free, 1 reserved until 2026-01-05 14:00 UTC by a reservation',
        { needed: 4, suiting: 4, free: 3, maxFreeOnOneHost: 3, reserved: 1 },
      ],
    ]);
  });
  it('RESERVED: names the project only to those who may see its reservations', () => {
    const calendar = reserved('b', 3, [-60, 300])(emptyCalendar);
    const projectName = (id: string) => (id === bob.projectId ? 'vision' : undefined);
    assert.match(
      String(told(gpus(4), { calendar, projectName })[0]?.[1]),
      /by a reservation of the project "vision"$/,
    );
  });
  it('RESERVED: from when, where it would not be over by then', () => {
    const calendar = reserved('b', 3, [30, 300])(emptyCalendar);
    assert.equal(
      told(gpus(4), { calendar })[0]?.[1],
      'needs 4 GPUs (A100) on one host: 3 of 4 free, 1 reserved from 2026-01-05 09:30 UTC, before its time limit of 61 minutes ends, by a reservation',
    );
    assert.equal(told({ ...gpus(4), timeoutMinutes: 20 }, { calendar })[0]?.[0], 'ABOUT_TO_START');
  });
  it('MAINTENANCE: of a whole host', () => {
    const window = { windowId: 'w', from: NOW, until: at(60), hosts: [{ hostId: four.hostId }] };
    const agenda = withMaintenance(emptyCalendar.agenda, { ...window, reason: 'a fan', seriesId: null });
    const reasons = told(gpus(1), { calendar: { ...emptyCalendar, agenda } });
    assert.deepEqual(reasons, [
      [
        'MAINTENANCE',
        'needs 1 GPU (A100): 0 of 4 free, 4 in maintenance until 2026-01-05 10:00 UTC',
        { needed: 1, suiting: 4, free: 0, maxFreeOnOneHost: 0, inMaintenance: 4 },
      ],
    ]);
  });
  it('WAITING_FOR_RESERVATION: until it begins; never, once it is over', () => {
    const calendar = reserved('b', 0, [60, 120], { userId, projectId })(emptyCalendar);
    const mine = { ...gpus(1), reservationId: reservation('b') };
    const within = { calendar, reservationId: reservation('b') };
    assert.deepEqual(told(mine, within)[0], [
      'WAITING_FOR_RESERVATION',
      'runs in a reservation, which begins at 2026-01-05 10:00 UTC',
      { seconds: 3600 },
    ]);
    assert.deepEqual(estimateOf(situation(mine, within), pendingReasons(situation(mine, within))), {
      estimatedStart: at(60),
      estimateConfidence: 'likely',
      estimateMessage: 'its reservation begins then',
    });
    assert.equal(told(mine, { ...within, now: at(120) })[0]?.[0], 'CAN_NEVER_RUN');
    assert.equal(told(mine, { reservationId: reservation('b') })[0]?.[0], 'CAN_NEVER_RUN');
  });
  it('WAITING_FOR_GANG: for members, for those that still run, and for room', () => {
    const gang = { size: 3, queued: 2, held: 0, whole: false };
    assert.deepEqual(told(gpus(2), { gang }), [
      [
        'WAITING_FOR_GANG',
        'starts together with its gang: 2 of 3 are queued',
        { size: 3, queued: 2, held: 0 },
      ],
    ]);
    assert.match(
      String(told(gpus(2), { gang: { ...gang, held: 1 } })[0]?.[1]),
      /of which 1 have not ended yet$/,
    );
    const hosts = [
      four,
      aHost(
        'out of it',
        [0, 1].map((index) => aDevice(index, { model: 'NVIDIA A100' })),
      ),
    ];
    const isSchedulable = (host: HostFact) => host === four;
    assert.deepEqual(told(gpus(2), { hosts, isSchedulable, gang: { ...gang, queued: 3, whole: true } }), [
      [
        'WAITING_FOR_GANG',
        'starts together with its gang: there is capacity for 2 of 3 now',
        { size: 3, queued: 3, places: 2 },
      ],
    ]);
  });
  it('WAITING_FOR_PREEMPTION and QUOTA_REACHED, as those say who see to them', () => {
    const ongoingPreemption = { runs: 2, until: at(1) };
    assert.deepEqual(told(gpus(1), { ongoingPreemption }), [
      [
        'WAITING_FOR_PREEMPTION',
        '2 runs of other jobs are being preempted for it, within 60 s',
        { runs: 2, seconds: 60 },
      ],
    ]);
    const quota = { code: 'QUOTA_REACHED', kind: 'waiting', message: 'all is held', numbers: {} } as const;
    const over = situation(gpus(1), { quota });
    assert.equal(pendingReasons(over)[0]?.code, 'QUOTA_REACHED');
    assert.equal(estimateOf(over, pendingReasons(over)).estimateConfidence, 'unknown');
  });
});

describe('when a job is likely to start', () => {
  const queueIndex = new JobQueueIndex(() => 0);
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) queueIndex.apply(aQueuedJob(id));
  const job = (id: string) => queueIndex.queued(id)!;
  const busy = four.devices.reduce<Calendar>((calendar, { uuid: device }, index) => {
    const lease = {
      leaseId: `l${index}`,
      jobId: `j${index}`,
      projectId,
      userId,
      run: 1,
      hostId: four.hostId,
    };
    const terms = {
      ...openTerms,
      until: at(10 * (index + 1)),
      class: 'training' as const,
      vcpus: 0,
      ramMiB: 0,
    };
    return {
      ...calendar,
      onPlace: calendar.onPlace.set(device, [{ ...lease, ...terms, uuids: [device], leasedAt: NOW }]),
    };
  }, emptyCalendar);
  const startEstimates = new StartEstimates();
  const candidates = [
    { ...aCandidate('a', gpus(4)), job: job('a') } as QueuedCandidate,
    { ...aCandidate('b', gpus(1)), job: job('b') } as QueuedCandidate,
  ];
  startEstimates.update(poolId, plan(candidates, [four], busy, planOptions()));
  const estimate = (id: string, now = NOW) =>
    startEstimates.of({
      job: job(id),
      demandKey: candidates[1]!.demand.key,
      countBefore: (other) => queueIndex.countBefore(poolId, other),
      atOnce: 2,
      now,
    });

  it('is certain for the first that waits: when the runs are over that it waits for', () => {
    assert.deepEqual([estimate('a')?.startsAt, estimate('a')?.confidence], [at(40), 'certain']);
    assert.equal(estimate('a', at(50))?.startsAt, at(50));
  });
  it('is likely for one that was planned behind others, which it does not delay', () => {
    const own = estimate('b')!;
    assert.deepEqual([own.confidence, own.planned], ['likely', true]);
    assert.ok(own.startsAt > at(40));
  });
  it('is rough for those behind: as many at once as there is room for, each for its whole time', () => {
    const first = Date.parse(estimate('b')!.startsAt);
    const after = (id: string) => (Date.parse(estimate(id)!.startsAt) - first) / 60_000;
    assert.deepEqual(['c', 'd', 'e', 'f'].map(after).map(Math.floor), [0, 61, 61, 122]);
    assert.equal(estimate('c')?.confidence, 'rough');
  });
  it('is told as a reason, too, where it is planned', () => {
    const planned = situation(gpus(4), { calendar: busy, estimate: estimate('a') });
    assert.deepEqual(
      pendingReasons(planned).map(({ code }) => code),
      ['DEVICES_BUSY', 'PLANNED'],
    );
  });
  it('is unknown where nothing is known', () => {
    const blank = situation(gpus(4), { calendar: busy });
    assert.equal(estimateOf(blank, pendingReasons(blank)).estimateConfidence, 'unknown');
    assert.equal(estimateOf(situation(gpus(1)), pendingReasons(situation(gpus(1)))).estimatedStart, NOW);
  });
});
