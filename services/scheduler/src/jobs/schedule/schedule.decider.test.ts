import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { idFromName } from '@berth/kernel/ids';
import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import { aSpec, LATER, NOW, poolId, projectId, userId } from '../../testing/fixtures.js';
import type { CreateSchedule, ScheduleCommand, Schedule } from './schedule.js';
import { scheduleDecider } from './schedule.decider.js';

const scheduleId = idFromName('schedule', 'test');
const ids = { scheduleId, projectId };
const schedule = given(scheduleDecider);
const aSchedule = (change: Partial<CreateSchedule> = {}): CreateSchedule => ({
  type: 'create',
  ...ids,
  userId,
  name: 'nightly',
  cron: '@hourly',
  timeZone: 'UTC',
  catchUp: 'latest',
  overlap: 'allow',
  target: { kind: 'job', job: { poolId, spec: aSpec() } },
  enabled: true,
  now: NOW,
  ...change,
});
const dueAt = LATER;
const fire: ScheduleCommand = { type: 'fire', dueAt, now: LATER };
const hour = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();
const refuse = (at = dueAt, ownerGone = false): ScheduleCommand => ({
  type: 'refuse',
  dueAt: at,
  code: 'INVALID_STATE',
  message: 'archived',
  ownerGone,
  now: at,
});

function after(...commands: readonly ScheduleCommand[]) {
  let state: Schedule = scheduleDecider.initialState;
  const events: ScheduleEvent[] = [];
  for (const command of commands) {
    const decided = scheduleDecider.decide(command, state);
    if (!decided.ok) throw new Error(decided.error.message);
    events.push(...decided.value);
    state = decided.value.reduce<Schedule>((folded, event) => scheduleDecider.evolve(folded, event), state);
  }
  return schedule.events(...events);
}

describe('a schedule', () => {
  it('fires each time once, and none before one that has fired', () => {
    after(aSchedule())
      .when(fire)
      .then({ type: 'scheduler.schedule.fired.v1', data: { ...ids, dueAt, firedAt: LATER } })
      .and.when(fire)
      .nothing();
    after(aSchedule(), fire)
      .when({ type: 'fire', dueAt: NOW, now: hour(2) })
      .nothing();
  });
  it('fires nothing while it is paused, nor what passed meanwhile', () => {
    const paused = [aSchedule(), { type: 'pause', cause: 'request', now: NOW }] as const;
    after(...paused)
      .when(fire)
      .nothing();
    after(...paused)
      .when({ type: 'pause', cause: 'owner', now: NOW })
      .nothing();
    const resumed = [...paused, { type: 'resume', now: hour(3) }] as const;
    after(...resumed)
      .when(fire)
      .nothing();
    after(...resumed)
      .when({ type: 'fire', dueAt: hour(4), now: hour(4) })
      .thenTypes('scheduler.schedule.fired.v1');
    after(aSchedule({ enabled: false }))
      .when(fire)
      .nothing();
    after(...resumed)
      .when({ type: 'resume', now: hour(3) })
      .nothing();
  });
  it('with another expression makes nothing up that would have been', () => {
    after(aSchedule(), { type: 'change', change: { cron: '@daily' }, now: hour(3) })
      .when(fire)
      .nothing();
    after(aSchedule(), { type: 'change', change: { name: 'weekly' }, now: hour(3) })
      .when(fire)
      .thenTypes('scheduler.schedule.fired.v1');
  });
  it('records once what came of a time', () => {
    const submitted: ScheduleCommand = { type: 'submitted', dueAt, jobId: idFromName('job', 'x') };
    after(aSchedule(), fire)
      .when(submitted)
      .thenTypes('scheduler.schedule.submitted.v1')
      .and.when(submitted)
      .nothing();
    after(aSchedule(), fire, submitted).when(refuse()).nothing();
    after(aSchedule()).when({ type: 'skip', dueAt, reason: 'x' }).nothing();
  });
  it('is paused after ten refusals in a row, or where its owner is gone', () => {
    const refusals = (count: number): ScheduleCommand[] =>
      Array.from({ length: count }, (_, index) => [
        { type: 'fire', dueAt: hour(index + 1), now: hour(index + 1) } as const,
        refuse(hour(index + 1)),
      ]).flat();
    const tenth: ScheduleCommand = { type: 'fire', dueAt: hour(10), now: hour(10) };
    after(aSchedule(), ...refusals(9), tenth)
      .when(refuse(hour(10)))
      .thenTypes('scheduler.schedule.refused.v1', 'scheduler.schedule.paused.v1');
    const between = { type: 'submitted', dueAt: hour(10), jobId: idFromName('job', 'x') } as const;
    const eleventh: ScheduleCommand = { type: 'fire', dueAt: hour(11), now: hour(11) };
    after(aSchedule(), ...refusals(9), tenth, between, eleventh)
      .when(refuse(hour(11)))
      .thenTypes('scheduler.schedule.refused.v1');
    after(aSchedule(), fire)
      .when(refuse(dueAt, true))
      .thenTypes('scheduler.schedule.refused.v1', 'scheduler.schedule.paused.v1');
  });
  it('is gone once it is deleted', () => {
    after(aSchedule(), { type: 'delete' }).when(fire).refused('NOT_FOUND', 'scheduleId');
    after(aSchedule(), { type: 'delete' }).when(aSchedule()).refused('ALREADY_EXISTS', 'externalId');
  });
});
