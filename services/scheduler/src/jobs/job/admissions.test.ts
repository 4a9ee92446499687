import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { submitJobInput } from '@berth/contracts/scheduler/operations';
import { Facts } from '../../facts/facts.js';
import { FactWaiter } from '../../facts/fact-waiter.js';
import { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { Quotas } from '../../queue/quota/quotas.js';
import { aReservation, at } from '../../testing/calendar.fixtures.js';
import { aDevice, aHost, jobId, NOW, poolId, projectId, userId } from '../../testing/fixtures.js';
import { Admissions } from './admissions.js';

const host = aHost('one', [aDevice(0)]);
const uuid = host.devices[0]?.uuid ?? '';

/** A pool that asks for approval, with one device, for Ada. */
function aPool(): Admissions {
  const facts = new Facts();
  const put = (table: string, id: string, after: object) =>
    facts.apply(table, [{ id, before: undefined, after: after as never }]);
  put('facts-users', userId, { userId, status: 'active', role: 'member' });
  put('facts-projects', projectId, {
    projectId,
    name: 'vision',
    archived: false,
    members: { [userId]: 'lead' },
  });
  put('facts-pools', poolId, { poolId, name: 'lab', approval: true, maxQueuedPerUser: 3 });
  put('facts-hosts', host.hostId, host);
  const grant = { grantId: 'G', userId, projectId: null, poolId, deviceUuid: null };
  put('facts-grants', 'G', { ...grant, priority: 1, timeMultiplier: 1, maxHours: 48 });
  return new Admissions(facts, new FactWaiter(facts), new WaitingCounts(), new Quotas({}));
}

const asked = (input: object, rest: object = {}) =>
  aPool().admit({
    input: submitJobInput.parse({
      name: 'j',
      project: 'vision',
      command: ['true'],
      gpus: { count: 1 },
      ...input,
    }),
    identity: { userId, role: 'member' },
    now: NOW,
    jobIdIn: () => jobId,
    ...rest,
  });

describe('a job in a pool that asks for approval', () => {
  it('needs it', () => {
    const admitted = asked({});
    assert.ok(admitted.ok && admitted.value.approvalRequired);
  });

  it("needs none in its submitter's namedReservation, which was approved itself", () => {
    const namedReservation = {
      ...aReservation('B', host.hostId, uuid, { from: NOW, until: at(60) }),
      poolId,
    };
    const admitted = asked({ reservation: namedReservation.reservationId }, { namedReservation });
    assert.ok(admitted.ok && !admitted.value.approvalRequired);
  });

  it("is not let past approval by somebody else's", () => {
    const others = { ...aReservation('B', host.hostId, uuid, { from: NOW, until: at(60) }), poolId };
    const namedReservation = { ...others, userId: projectId };
    const admitted = asked({ reservation: namedReservation.reservationId }, { namedReservation });
    assert.equal(admitted.ok ? 'admitted' : admitted.error.code, 'NOT_FOUND');
  });
});
