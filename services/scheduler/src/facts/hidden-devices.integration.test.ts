import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import type { OperationDefinition, RawInputOf } from '@berth/contracts/define';
import { historyQuery } from '@berth/contracts/history';
import { jobsByIdQuery, jobsQuery, pendingQuery, submitJob } from '@berth/contracts/scheduler/operations';
import {
  calendarQuery,
  changeReservation,
  extendReservation,
  maintenanceByIdQuery,
  reservationsByIdQuery,
  reservationsQuery,
  reserve,
  setMaintenance,
} from '@berth/contracts/scheduler/reservations';
import { joinWaitlist, leaveWaitlist, waitlistQuery } from '@berth/contracts/scheduler/waitlist';
import { idFromName, newId } from '@berth/kernel/ids';
import { aGrant, aUser } from '../testing/foreign-events.js';
import { projectId } from '../testing/fixtures.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(120_000);

const [eve, mallory] = [idFromName('user', 'eve'), idFromName('user', 'mallory')];
const HIDDEN = 'GPU-hid-0';
const SEEN = 'GPU-hid-1';
const ahead = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

let berth: Installation;
let poolId: string;
let hostId: string;
beforeAll(async () => {
  berth = await Installation.start();
  const host = await berth.aHost('hid', 2);
  poolId = host.poolId;
  hostId = host.agent.hostId;
  host.agent.script.finishes = false;
  for (const who of [eve, mallory]) {
    await berth.hear(aUser(who));
    await berth.hear({
      type: 'auth.project.memberAdded.v1',
      data: { projectId, userId: who, memberRole: 'lead' },
    });
  }
  await berth.hear(aGrant({ grantId: newId(), userId: eve, poolId, deviceUuid: SEEN }));
});
afterAll(() => berth.stop());

/** As a colleague of the project gets it; what is answered must be an answer. */
const told = (as: string, operation: OperationDefinition, input: object): Promise<string> =>
  berth.eventually(async () => {
    const reply = await berth.others.ask(
      [as, 'member'],
      operation,
      input as RawInputOf<OperationDefinition>,
      newId(),
    );
    assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
    return JSON.stringify(reply.result);
  });
/** Of the device that she has a grant for she is told, of the other not; who has none is told of neither. */
async function isTold(operation: OperationDefinition, input: object, { host = false } = {}): Promise<void> {
  const hers = await told(eve, operation, input);
  assert.ok(!hers.includes(HIDDEN), `${operation.name} tells of a device: ${hers}`);
  assert.ok(hers.includes(SEEN), `${operation.name} hides too much: ${hers}`);
  const none = await told(mallory, operation, input);
  assert.ok(
    ![HIDDEN, SEEN, ...(host ? [] : [hostId])].some((each) => none.includes(each)),
    `${operation.name} tells: ${none}`,
  );
}
const history = historyQuery('scheduler');

describe('devices that a colleague has no grant for', () => {
  it('are in no answer about reservations', async () => {
    const gpus = { devices: [HIDDEN, SEEN] };
    const window = { from: ahead(600), durationMinutes: 60 };
    const [made] = await berth.done(reserve, { project: 'vision', pool: 'hid', gpus, ...window });
    const id = made?.id ?? '';
    assert.deepEqual(made?.devices.map(({ uuid }) => uuid).sort(), [HIDDEN, SEEN]);
    await isTold(reservationsByIdQuery, { ids: [id] });
    await isTold(reservationsQuery, { projectId });
    await isTold(history, { entity: 'reservation', id });
    await isTold(extendReservation, { reservationId: id, minutes: 5 });
    await isTold(changeReservation, { reservationId: id, title: 'hers' });
    assert.ok((await told(eve, reservationsQuery, { device: SEEN })).includes(id));
    const none = await told(eve, reservationsQuery, { device: HIDDEN });
    assert.deepEqual((JSON.parse(none) as { items: unknown[] }).items, []);
    const range = { pool: 'hid', from: ahead(590), until: ahead(700) };
    const calendar = await told(eve, calendarQuery, range);
    assert.ok(!calendar.includes(HIDDEN) && calendar.includes(SEEN));
    const [own] = await berth.done(reservationsByIdQuery, { ids: [id] });
    assert.equal(own?.devices.length, 2);
  });

  it('are not in what is free instead', async () => {
    const [first, second] = await Promise.all(
      [2000, 2100].map((from) =>
        berth.done(reserve, {
          project: 'vision',
          pool: 'hid',
          gpus: { devices: [HIDDEN] },
          from: ahead(from),
          durationMinutes: 60,
        }),
      ),
    );
    const move = { reservationId: first?.[0]?.id ?? '', from: second?.[0]?.from ?? '' };
    const reply = await berth.others.ask([eve, 'member'], changeReservation, move, newId());
    assert.ok(!reply.ok && reply.error.code === 'RESERVATION_CONFLICT');
    assert.ok(JSON.stringify(reply.error).includes('freeWindows'));
    assert.ok(!JSON.stringify(reply.error).includes(HIDDEN));
  });

  it('are in no answer about maintenance, nor about who waits', async () => {
    const window = { from: ahead(5000), until: ahead(5060), reason: 'a fan', hosts: [{ hostId }] };
    const set = await berth.ask(setMaintenance, { pool: 'hid', ...window } as never, { role: 'operator' });
    assert.ok(set.ok, set.ok ? '' : set.error.message);
    const id = (set.result as unknown as { id: string }[])[0]?.id ?? '';
    const hers = await told(eve, maintenanceByIdQuery, { ids: [id] });
    assert.ok(hers.includes(SEEN) && !hers.includes(HIDDEN));
    assert.equal(await told(mallory, maintenanceByIdQuery, { ids: [id] }), '[]');
    const wish = { project: 'vision', pool: 'hid', gpus: { devices: [HIDDEN] }, durationMinutes: 60 };
    const entry = await berth.done(joinWaitlist, wish);
    const list = await told(eve, waitlistQuery, { pool: 'hid' });
    assert.ok(!list.includes(HIDDEN));
    await berth.done(leaveWaitlist, { entryId: entry.id });
  });

  it('are in no answer about jobs, nor counted in why one waits', async () => {
    const submit = (name: string) =>
      berth.done(submitJob, {
        project: 'vision',
        pool: 'hid',
        name,
        command: ['true'],
        gpus: { count: 2 },
        timeoutMinutes: 10,
      });
    const job = await submit('runs');
    await berth.untilState(job.id, 'running');
    // the gateway looks hosts up as the caller
    await isTold(jobsByIdQuery, { ids: [job.id] }, { host: true });
    await isTold(jobsQuery, { projectId }, { host: true });
    // nobody learns by the filter where a job runs on a host that they do not see
    assert.ok((await told(eve, jobsQuery, { hostId })).includes(job.id));
    assert.deepEqual(
      (JSON.parse(await told(mallory, jobsQuery, { hostId })) as { items: unknown[] }).items,
      [],
    );
    // an agent that says what became of a run is known by the id of its host
    await isTold(history, { entity: 'job', id: job.id }, { host: true });
    const waits = await submit('waits');
    const own = await berth.eventually(async () => {
      const [pending] = await berth.done(pendingQuery, { ids: [waits.id] });
      assert.ok(pending && pending.reasons.length > 0);
      return pending.reasons;
    });
    assert.ok(own.some(({ numbers }) => Object.keys(numbers).length > 0));
    const hers = JSON.parse(await told(eve, pendingQuery, { ids: [waits.id] })) as { reasons: typeof own }[];
    assert.deepEqual(
      hers[0]?.reasons
        .filter(({ code }) => code === 'DEVICES_BUSY')
        .map(({ numbers, message }) => [numbers, message]),
      [[{}, 'all devices that it could run on are busy']],
    );
    assert.equal((await berth.done(jobsByIdQuery, { ids: [job.id] }))[0]?.runs[0]?.devices.length, 2);
  });
});
