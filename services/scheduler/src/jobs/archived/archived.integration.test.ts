import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { approveJob, submitJob } from '@berth/contracts/scheduler/operations';
import { requestGpus, requestQuery } from '@berth/contracts/scheduler/requests';
import { reservationsByIdQuery, reserve } from '@berth/contracts/scheduler/reservations';
import { createSchedule, schedulesByIdQuery } from '@berth/contracts/scheduler/schedule';
import { joinWaitlist, waitlistQuery } from '@berth/contracts/scheduler/waitlist';
import { idFromName, newId } from '@berth/kernel/ids';
import { aGrant, aPool, aProject, someGpus } from '../../testing/foreign-events.js';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(120_000);

const projectId = idFromName('project', 'old');
const approved = idFromName('pool', 'approved');
const ahead = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

let berth: Installation;
beforeAll(async () => {
  berth = await Installation.start();
  const { agent } = await berth.aHost('here', 2);
  agent.script.finishes = false;
  await berth.hear(aProject(projectId, 'old'));
  await berth.hear(aPool(approved, { name: 'approved', approval: true }));
  await berth.hear(aGrant({ grantId: newId(), poolId: approved }));
  for (const event of someGpus(newId(), 1, 'far', approved)) await berth.hear(event);
});
afterAll(() => berth.stop());

const submit = (name: string, change: object = {}) =>
  berth.done(submitJob, {
    project: 'old',
    pool: 'here',
    name,
    command: ['true'],
    gpus: { count: 1 },
    ...change,
  });
const makeReservation = async (from: string) => {
  const wish = { project: 'old', pool: 'here', gpus: { devices: ['GPU-here-1'] }, from, durationMinutes: 30 };
  const [reservation] = await berth.done(reserve, wish);
  assert.ok(reservation);
  return reservation.id;
};

describe('a project that is archived', () => {
  it('has nothing that begins any more, and what has begun goes on', async () => {
    const [underWay, later] = [await makeReservation(ahead(0)), await makeReservation(ahead(600))];
    const running = await submit('runs');
    await berth.untilState(running.id, 'running');
    const elsewhere = await submit('of another project', { project: 'vision', gpus: { count: 2 } });
    const waiting = await submit('waits', { gpus: { count: 2 } });
    const awaiting = await submit('asks', { pool: 'approved', gpus: { count: 0 } });
    assert.equal(awaiting.state, 'awaitingApproval');
    const asked = await berth.done(requestGpus, {
      project: 'old',
      pool: 'approved',
      gpus: { count: 1 },
      durationMinutes: 60,
      reason: 'a try',
    });
    await berth.done(joinWaitlist, { project: 'old', pool: 'here', gpus: { count: 2 }, durationMinutes: 60 });
    const job = { pool: 'here', command: ['true'] };
    const schedule = await berth.done(createSchedule, {
      name: 'nightly',
      project: 'old',
      cron: '@daily',
      job,
    });

    const archived = { type: 'auth.project.archived.v1', data: { projectId } } as const;
    await berth.hear(archived);
    // received again, as after a restart
    await berth.hear(archived);
    for (const { id } of [waiting, awaiting]) {
      const cancelled = await berth.untilState(id, 'cancelled');
      assert.equal(cancelled.message, 'its project is archived');
    }
    await berth.eventually(async () => {
      const rejected = await berth.done(requestQuery, { requestId: asked.id });
      assert.deepEqual([rejected?.state, rejected?.message], ['rejected', 'its project is archived']);
      const [paused] = await berth.done(schedulesByIdQuery, { ids: [schedule.id] });
      assert.deepEqual([paused?.state, paused?.message], ['paused', 'its project is archived']);
      assert.equal((await berth.done(waitlistQuery, { pool: 'here' })).length, 0);
      const reservations = await berth.done(reservationsByIdQuery, { ids: [underWay, later] });
      const states = new Map(reservations.map(({ id, state }) => [id, state]));
      assert.deepEqual([states.get(underWay), states.get(later)], ['active', 'holderIneligible']);
    });
    await berth.untilState(running.id, 'running');
    await berth.untilState(elsewhere.id, 'queued');

    const refused = await berth.ask(submitJob, {
      project: 'old',
      pool: 'here',
      name: 'new',
      command: ['true'],
    } as never);
    assert.ok(!refused.ok);
    assert.deepEqual([refused.error.code, refused.error.field], ['INVALID_STATE', 'project']);
    assert.ok(!(await berth.ask(approveJob, { jobId: awaiting.id }, { role: 'operator' })).ok);
  });
});
