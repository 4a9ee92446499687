import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { submitJobInput } from '@berth/contracts/scheduler/operations';
import { idFromName } from '@berth/kernel/ids';
import { specOf } from '../job/admissions.js';
import { demandOf } from '../../placement/demand.js';
import { aDevice, aHost, LATER, NOW, poolId, projectId, userId } from '../../testing/fixtures.js';
import type { Quota } from '../../queue/quota/quotas.js';
import { admitSubmission } from './admission.js';
import type { PoolReservation, Submission } from './submission.js';

const one = aHost('one', [aDevice(0), aDevice(1)]);
const reservationId = idFromName('reservation', 'test');
const WORK = { name: 'a job', project: 'vision', command: ['true'], gpus: { count: 1 } };

function refusal(input: object, change: Partial<Submission> = {}) {
  const parsed = submitJobInput.parse({ ...WORK, ...input });
  const entitlement = { priority: 1, maxHours: 48, timeMultiplier: 1, devices: undefined };
  const rejection = admitSubmission({
    input: parsed,
    userId,
    projectId,
    pool: { poolId, name: 'lab', approval: false, maxQueuedPerUser: 3 },
    entitlement,
    demand: demandOf(specOf(parsed), change.entitlement?.devices),
    hosts: [one],
    waiting: 0,
    now: NOW,
    ...change,
  });
  return rejection ? [rejection.code, rejection.field, rejection.details] : 'admitted';
}
const [code, field, details] = [0, 1, 2] as const;

describe('a submission', () => {
  it('is admitted while the hosts of the pool are still to join', () => {
    const joining = aHost('new', [], { presence: 'joining', joinedAt: NOW, cpuCores: 0, memoryMiB: 0 });
    for (const hosts of [[], [joining], [one, joining]]) {
      assert.equal(refusal({ gpus: { count: 3 } }, { hosts }), 'admitted');
      assert.equal(refusal({ gpus: { count: 0 }, vcpus: 17 }, { hosts }), 'admitted');
      assert.equal(refusal({}, { hosts, gangSize: 9 }), 'admitted');
    }
    const large = { gpus: { count: 3 } };
    assert.equal(refusal(large, { hosts: [one] })[code], 'CAN_NEVER_RUN');
    assert.equal(refusal(large, { hosts: [one], hostsAreCurrent: false }), 'admitted');
  });
  it('is admitted where it can run', () => {
    assert.equal(refusal({}), 'admitted');
    assert.equal(refusal({ gpus: { count: 1, device: 'cuda:1' } }), 'admitted');
    assert.equal(refusal({ gpus: { count: 0 } }), 'admitted');
  });

  const table: readonly [string, object, Partial<Submission>, string, string][] = [
    ['without a command', { command: [] }, {}, 'VALIDATION_FAILED', 'command'],
    ['with an empty program', { command: ['', 'x'] }, {}, 'VALIDATION_FAILED', 'command'],
    ['with an image', { command: [], image: 'busybox' }, {}, 'CAN_NEVER_RUN', 'image'],
    [
      'for a given device of one of several hosts',
      { gpus: { count: 1, device: 'cuda:0' } },
      { hosts: [one, aHost('two', [aDevice(0)])] },
      'VALIDATION_FAILED',
      'gpus.device',
    ],
    [
      'for several of a given device',
      { gpus: { count: 2, device: 'cuda:0' } },
      {},
      'VALIDATION_FAILED',
      'gpus.count',
    ],
    ['for longer than the grant allows', { timeoutMinutes: 2881 }, {}, 'VALIDATION_FAILED', 'timeoutMinutes'],
    ['for more devices than a host has', { gpus: { count: 3 } }, {}, 'CAN_NEVER_RUN', 'gpus.count'],
    [
      'for a model that is not there',
      { gpus: { count: 1, model: 'H100' } },
      {},
      'CAN_NEVER_RUN',
      'gpus.model',
    ],
    ['for more memory than a device has', { gpus: { memoryGb: 80 } }, {}, 'CAN_NEVER_RUN', 'gpus.memoryGb'],
    ['for a device that is not there', { gpus: { device: 'cuda:7' } }, {}, 'CAN_NEVER_RUN', 'gpus.device'],
    ['for more CPUs than a host has', { vcpus: 17 }, {}, 'CAN_NEVER_RUN', 'vcpus'],
    ['for more RAM than a host has', { ramGb: 69 }, {}, 'CAN_NEVER_RUN', 'ramGb'],
    [
      'with a longest wait below the first one',
      { retry: { maxRetries: 1, backoffSeconds: 60, maxBackoffSeconds: 5 } },
      {},
      'VALIDATION_FAILED',
      'retry.maxBackoffSeconds',
    ],
    ['to a queue that is full', {}, { waiting: 3 }, 'QUEUE_FULL', 'pool'],
  ];
  for (const [what, input, change, expectedCode, expectedField] of table) {
    it(`${what} is refused: ${expectedCode}`, () => {
      const refused = refusal(input, change);
      assert.deepEqual([refused[code], refused[field]], [expectedCode, expectedField]);
    });
  }

  const namedReservation: PoolReservation = {
    reservationId,
    poolId,
    projectId: idFromName('project', 'other'),
    userId,
    devices: [
      { hostId: one.hostId, uuid: one.devices[0]!.uuid, index: 0, model: 'Tesla T4', simulated: false },
    ],
    from: NOW,
    until: LATER,
    sharedWithProject: false,
    grantPriority: 1,
    title: null,
    seriesId: null,
    entryId: null,
    started: true,
    used: false,
    warned: [],
  };
  const others = { ...namedReservation, userId: idFromName('user', 'eve') };
  const reservations: readonly [string, object, Partial<Submission>, string, string][] = [
    ['for a namedReservation that there is not', {}, {}, 'NOT_FOUND', 'reservation'],
    ["for somebody else's namedReservation", {}, { namedReservation: others }, 'NOT_FOUND', 'reservation'],
    [
      "for another project's shared namedReservation",
      {},
      { namedReservation: { ...others, sharedWithProject: true } },
      'NOT_FOUND',
      'reservation',
    ],
    [
      'for a namedReservation in another pool',
      {},
      { namedReservation: { ...namedReservation, poolId: projectId } },
      'VALIDATION_FAILED',
      'pool',
    ],
    [
      'for a window that is over',
      {},
      { namedReservation: { ...namedReservation, until: NOW } },
      'INVALID_STATE',
      'reservation',
    ],
    [
      'for more than was reserved',
      { gpus: { count: 2 } },
      { namedReservation },
      'CAN_NEVER_RUN',
      'reservation',
    ],
    [
      'for a namedReservation without a device',
      { gpus: { count: 0 } },
      { namedReservation },
      'VALIDATION_FAILED',
      'gpus.count',
    ],
  ];
  for (const [what, input, change, expectedCode, expectedField] of reservations) {
    it(`${what} is refused: ${expectedCode}`, () => {
      const refused = refusal({ reservation: reservationId, ...input }, change);
      assert.deepEqual([refused[code], refused[field]], [expectedCode, expectedField]);
    });
  }
  const quota = (limits: Quota['limits'], borrow = false) => ({
    quotas: [{ of: 'user', subject: `user:${userId}`, poolId: null, limits, borrow } as const],
  });
  it('that alone is beyond a quota is refused, with the numbers, unless it may borrow', () => {
    const two = { gpus: { count: 2 }, vcpus: 4, ramGb: 8 };
    const refused = refusal(two, quota({ gpus: 1 }));
    assert.deepEqual(refused, ['QUOTA_EXCEEDED', 'gpus.count', { limit: 1, needed: 2 }]);
    assert.deepEqual(refusal(two, quota({ vcpus: 3 })), ['QUOTA_EXCEEDED', 'vcpus', { limit: 3, needed: 4 }]);
    assert.deepEqual(refusal(two, quota({ ramGb: 0 })), ['QUOTA_EXCEEDED', 'ramGb', { limit: 0, needed: 8 }]);
    assert.equal(refusal(two, quota({ gpus: 1 }, true)), 'admitted');
    assert.equal(refusal(two, quota({ gpus: 2, vcpus: 4, ramGb: 8, environments: 0 })), 'admitted');
    assert.equal(refusal({ gpus: { count: 0 } }, quota({ gpus: 0 })), 'admitted');
    assert.deepEqual(refusal({}, { ...quota({ gpus: 1 }), gangSize: 2 }), [
      'QUOTA_EXCEEDED',
      'gpus.count',
      { limit: 1, needed: 2 },
    ]);
  });

  it('as a gang is refused where the pool could never run all of it at once', () => {
    assert.equal(refusal({}, { gangSize: 2 }), 'admitted');
    assert.deepEqual(refusal({}, { gangSize: 3 }), ['CAN_NEVER_RUN', 'gang', { members: 3, most: 2 }]);
    const shared = { gpus: { count: 1 }, class: 'inference' };
    assert.equal(refusal(shared, { gangSize: 6 }), 'admitted');
  });

  it('is admitted for a namedReservation of its own, or one that is shared with its project', () => {
    assert.equal(refusal({ reservation: reservationId }, { namedReservation }), 'admitted');
    const shared = { ...others, projectId, sharedWithProject: true };
    assert.equal(refusal({ reservation: reservationId }, { namedReservation: shared }), 'admitted');
  });

  it('is refused with the numbers', () => {
    assert.deepEqual(refusal({}, { waiting: 3 })[details], { waiting: 3, limit: 3 });
    assert.deepEqual(refusal({ timeoutMinutes: 2881 })[details], { maxMinutes: 2880 });
    assert.deepEqual(refusal({ gpus: { count: 3 } })[details], {
      needed: 3,
      maxOnOneHost: 2,
      hosts: 1,
      maxCores: 16,
      maxRamMiB: 65_536,
    });
  });

  it('is measured by the devices that its grants name', () => {
    const devices = new Set([one.devices[0]!.uuid]);
    const entitlement = { priority: 1, maxHours: 48, timeMultiplier: 1, devices };
    assert.equal(refusal({}, { entitlement }), 'admitted');
    assert.equal(refusal({ gpus: { count: 2 } }, { entitlement })[code], 'CAN_NEVER_RUN');
  });

  it('may take any time where the grant has no end', () => {
    const entitlement = { priority: 1, maxHours: Infinity, timeMultiplier: 1, devices: undefined };
    assert.equal(refusal({ timeoutMinutes: 500_000 }, { entitlement }), 'admitted');
  });
});
