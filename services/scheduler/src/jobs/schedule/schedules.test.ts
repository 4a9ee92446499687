import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import {
  createScheduleInput,
  updateScheduleInput,
  type ScheduleView,
} from '@berth/contracts/scheduler/schedule';
import { idFromName } from '@berth/kernel/ids';
import { RejectedError } from '@berth/kernel/rejection';
import type { Reply } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, poolId, projectId, userId } from '../../testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  someGpus,
  type ForeignEvent,
} from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';
import { ada, count, crashAtEveryAppend } from '../../testing/crash-scenario.js';

jest.setTimeout(240_000);

const folder = tempDir('schedules');
let worlds = 0;
const job = { command: ['true'], gpus: { count: 1 }, env: { TOKEN: 's3cret' } };
const hourly = { name: 'hourly', project: 'vision', cron: '@hourly', job };

/** Days ahead, so that no clock of the machine's interferes. */
const at = (time: string) => `2037-01-05T${time}:00.000Z`;

class Stand {
  readonly agent = new ScriptedAgent(hostId);
  readonly log = new ForeignLog();
  readonly clock = { at: at('09:00'), now: () => this.clock.at };
  world!: SchedulerWorld;

  static async at(): Promise<Stand> {
    const own = join(folder, String((worlds += 1)));
    mkdirSync(own);
    const stand = new Stand(own);
    await stand.open();
    onTestEnd(() => stand.world.stop());
    await stand.hear(aUser(), aProject(), aPool(poolId), aGrant(), ...someGpus(hostId, 1));
    return stand;
  }

  private constructor(private readonly folder: string) {}

  async open(): Promise<void> {
    this.world = await SchedulerWorld.open({ folder: this.folder, agents: [this.agent], clock: this.clock });
  }

  hear(...events: readonly ForeignEvent[]): Promise<void> {
    return this.world.hear(...this.log.record(...events));
  }

  create(change: object = {}, key: string = crypto.randomUUID()): Reply<ScheduleView> {
    const input = createScheduleInput.parse({ ...hourly, ...change });
    return this.world.schedules.create(this.world.callOf(ada, 'scheduler.schedule.create.v1', input, key));
  }

  until(id: string, what: (schedule: ScheduleView) => unknown): Promise<void> {
    return eventually(async () => {
      const [schedule] = await this.world.scheduleViews.byIds(ada, [id]);
      assert.ok(schedule);
      await what(schedule);
    });
  }

  /** Sets the clock, and waits until that time has been dealt with. */
  async pass(id: string, time: string, outcome: string): Promise<void> {
    this.clock.at = time;
    await this.until(id, ({ lastFirings: [last] }) =>
      assert.deepEqual([last?.dueAt, last?.outcome], [time, outcome]),
    );
  }
}
function made(answer: Awaited<Reply<ScheduleView>>): ScheduleView {
  assert.ok(answer.ok, answer.ok ? '' : `${answer.error.code} ${answer.error.message}`);
  return answer.value.result;
}
const refusal = (answer: Awaited<Reply<unknown>>) =>
  answer.ok ? ['OK'] : [answer.error.code, answer.error.field];
const runsOf = ({ lastFirings }: ScheduleView) =>
  lastFirings.map(({ dueAt, outcome }) => [dueAt.slice(11, 16), outcome]);

describe('the list of schedules', () => {
  it('is found by the start of a name and by when they were created, either way round', async () => {
    const stand = await Stand.at();
    for (const [time, name] of [
      ['09:00', 'Nightly A'],
      ['09:01', 'weekly'],
      ['09:02', 'nightly b'],
    ] as const) {
      stand.clock.at = at(time);
      assert.ok((await stand.create({ name, cron: '@yearly' })).ok);
    }
    const names = async (filter: object) =>
      (await stand.world.scheduleViews.page(ada, { first: 50, ...filter })).items.map(
        ({ node }) => node.name,
      );
    await eventually(async () => assert.deepEqual(await names({}), ['nightly b', 'weekly', 'Nightly A']));
    assert.deepEqual(await names({ sort: 'oldest' }), ['Nightly A', 'weekly', 'nightly b']);
    assert.deepEqual(await names({ search: 'NIGHT' }), ['nightly b', 'Nightly A']);
    assert.deepEqual(await names({ createdFrom: at('09:01') }), ['nightly b', 'weekly']);
    assert.deepEqual(await names({ createdUntil: at('09:01'), search: 'n' }), ['Nightly A']);
  });
});

describe('a schedule', () => {
  it('submits its job at its times, and none twice when the clock steps back', async () => {
    const stand = await Stand.at();
    const { id, nextTimes } = made(await stand.create());
    assert.deepEqual(
      nextTimes.map((time) => time.slice(11, 16)),
      ['10:00', '11:00', '12:00', '13:00', '14:00'],
    );
    await stand.pass(id, at('10:00'), 'submitted');
    await eventually(() => assert.equal(stand.agent.orders.length, 1));
    assert.deepEqual(stand.agent.orders[0]?.env, {
      TOKEN: 's3cret',
      BERTH_SCHEDULE_ID: id,
      BERTH_DUE_AT: at('10:00'),
    });
    stand.clock.at = at('09:30');
    await stand.world.viewsAreCurrent();
    await stand.pass(id, at('11:00'), 'submitted');
    await stand.until(id, (now) =>
      assert.deepEqual(runsOf(now), [
        ['11:00', 'submitted'],
        ['10:00', 'submitted'],
      ]),
    );
  });

  it('makes up the last of the times that a stopped scheduler has missed, or none', async () => {
    const stand = await Stand.at();
    const latest = made(await stand.create());
    const none = made(await stand.create({ catchUp: 'none' }));
    await stand.world.stop();
    stand.clock.at = at('15:30');
    await stand.open();
    await stand.until(latest.id, (now) => assert.deepEqual(runsOf(now), [['15:00', 'submitted']]));
    await stand.pass(none.id, at('16:00'), 'submitted');
    await stand.until(none.id, (now) => assert.deepEqual(runsOf(now), [['16:00', 'submitted']]));
  });

  it('skips a time while what it began last goes on, where it is to', async () => {
    const stand = await Stand.at();
    stand.agent.finishes = false;
    const { id } = made(await stand.create({ overlap: 'skip' }));
    await stand.pass(id, at('10:00'), 'submitted');
    await stand.pass(id, at('11:00'), 'skipped');
    await eventually(() => assert.equal(stand.agent.orders.length, 1));
    stand.agent.finishAll();
    const jobId = stand.agent.orders[0]?.jobId ?? '';
    await eventually(async () =>
      assert.equal((await stand.world.views.latest(ada, jobId)).state, 'succeeded'),
    );
    await stand.pass(id, at('12:00'), 'submitted');
  });

  it('submits workflows as well', async () => {
    const stand = await Stand.at();
    const nodes = [
      { name: 'a', job },
      { name: 'b', dependsOn: ['a'], job },
    ];
    const { id } = made(await stand.create({ job: undefined, workflow: { nodes } }));
    await stand.pass(id, at('10:00'), 'submitted');
    await stand.until(id, async ({ lastFirings: [last] }) => {
      const [workflow] = await stand.world.workflowViews.byIds(ada, [last?.workflowId ?? '']);
      assert.equal(workflow?.state, 'succeeded');
    });
  });

  it('is paused when its project is archived; resumed, it records refusals, and is paused after ten', async () => {
    const stand = await Stand.at();
    const { id } = made(await stand.create());
    await stand.world.viewsAreCurrent();
    await stand.hear({ type: 'auth.project.archived.v1', data: { projectId } });
    await stand.until(id, ({ state, message }) =>
      assert.deepEqual([state, message], ['paused', 'its project is archived']),
    );
    const call = stand.world.callOf(ada, 'scheduler.schedule.resume.v1', { scheduleId: id }, 'resume');
    made(await stand.world.schedules.resume(call));
    for (let hour = 10; hour < 20; hour += 1) await stand.pass(id, at(`${hour}:00`), 'refused');
    await stand.until(id, ({ state, message, nextTimes }) => {
      assert.deepEqual([state, nextTimes], ['paused', []]);
      assert.match(message ?? '', /refused 10 times in a row, most recently: .*archived/);
    });
  });

  it('is paused when its owner is suspended, and stays so until somebody resumes it', async () => {
    const stand = await Stand.at();
    const { id } = made(await stand.create());
    await stand.world.viewsAreCurrent();
    await stand.hear({ type: 'auth.user.suspended.v1', data: { userId } });
    await stand.until(id, ({ state }) => assert.equal(state, 'paused'));
    await stand.hear({ type: 'auth.user.activated.v1', data: { userId } });
    stand.clock.at = at('12:30');
    const call = stand.world.callOf(ada, 'scheduler.schedule.resume.v1', { scheduleId: id }, 'resume');
    const resumed = made(await stand.world.schedules.resume(call));
    assert.deepEqual(
      [resumed.state, resumed.message, resumed.nextTimes[0]],
      ['active', undefined, at('13:00')],
    );
    await stand.pass(id, at('13:00'), 'submitted');
    await stand.until(id, (now) => assert.deepEqual(runsOf(now), [['13:00', 'submitted']]));
  });

  it('is changed by its owner alone; leads and operators may stop it; others find nothing', async () => {
    const stand = await Stand.at();
    const { id } = made(await stand.create({ externalId: 'mine' }, 'key'));
    assert.equal(made(await stand.create({ externalId: 'mine' }, 'key')).id, id);
    assert.deepEqual(refusal(await stand.create({ externalId: 'mine' })), ['ALREADY_EXISTS', 'externalId']);
    const otto = { kind: 'user', userId: idFromName('user', 'otto'), role: 'operator' } as const;
    const eve = { ...ada, userId: idFromName('user', 'eve') };
    const asking = async (ask: () => Reply<unknown>) => {
      try {
        return refusal(await ask());
      } catch (error) {
        assert.ok(error instanceof RejectedError);
        return [error.rejection.code, error.rejection.field];
      }
    };
    const { schedules } = stand.world;
    const call = (as: typeof ada, change: object = {}) =>
      stand.world.callOf(
        as,
        'scheduler.schedule.update.v1',
        updateScheduleInput.parse({ scheduleId: id, ...change }),
        crypto.randomUUID(),
      );
    assert.deepEqual(await asking(() => schedules.update(call(otto))), ['FORBIDDEN', 'scheduleId']);
    assert.deepEqual(await asking(() => schedules.pause(call(eve))), ['NOT_FOUND', 'scheduleId']);
    assert.deepEqual(await asking(() => schedules.update(call(ada, { cron: 'x' }))), [
      'VALIDATION_FAILED',
      'cron',
    ]);
    assert.deepEqual(
      await asking(() => schedules.update(call(ada, { job: { gpus: { count: 9 }, command: ['x'] } }))),
      ['CAN_NEVER_RUN', 'job.gpus.count'],
    );
    const changed = made(
      await schedules.update(call(ada, { cron: '30 4 * * *', timeZone: 'Europe/Berlin' })),
    );
    assert.equal(changed.nextTimes[0], '2037-01-06T03:30:00.000Z');
    const until = '2037-01-06T12:00:00.000Z';
    const ends = made(await schedules.update(call(ada, { until })));
    assert.deepEqual([ends.until, ends.nextTimes.length], [until, 1]);
    assert.equal(made(await schedules.update(call(ada, { name: 'nights' }))).until, until);
    const endless = made(await schedules.update(call(ada, { until: null })));
    assert.deepEqual([endless.until, endless.nextTimes.length], [undefined, 5]);
    assert.deepEqual(await asking(() => schedules.pause(call(otto))), ['OK']);
    assert.deepEqual(await asking(() => schedules.delete(call(ada))), ['OK']);
    assert.deepEqual(await asking(() => schedules.delete(call(ada))), ['NOT_FOUND', 'scheduleId']);
  });

  it('is taken so many times of one user, however many are sent at once', async () => {
    const stand = await Stand.at();
    const sent = await Promise.all(
      Array.from({ length: 25 }, (_, index) => stand.create({ name: `number ${index}` }, `key ${index}`)),
    );
    const refused = sent.filter(({ ok }) => !ok);
    assert.equal(sent.length - refused.length, 20);
    for (const each of refused) assert.deepEqual(refusal(each), ['QUOTA_EXCEEDED', undefined]);
    // An accepted command is answered again, and a deletion frees capacity.
    const again = await stand.create({ name: 'number 0' }, 'key 0');
    const first = made(again);
    assert.equal(first.name, 'number 0');
    const { world } = stand;
    const command = world.callOf(ada, 'scheduler.schedule.delete.v1', { scheduleId: first.id }, 'deletion');
    assert.ok((await world.schedules.delete(command)).ok);
    await eventually(async () =>
      made(await stand.create({ name: 'another' }, `key ${String(Math.random())}`)),
    );
  });

  it('is refused for what is wrong with it', async () => {
    const stand = await Stand.at();
    const table: readonly [object, string, string][] = [
      [{ cron: '* * *' }, 'VALIDATION_FAILED', 'cron'],
      [{ cron: '* * * * * *' }, 'VALIDATION_FAILED', 'cron'],
      [{ cron: '0,59 * * * * *' }, 'VALIDATION_FAILED', 'cron'],
      [{ timeZone: 'Mars/Olympus' }, 'VALIDATION_FAILED', 'timeZone'],
      [{ job: undefined }, 'VALIDATION_FAILED', 'job'],
      [{ project: 'none' }, 'NOT_FOUND', 'project'],
      [{ job: { ...job, gpus: { count: 9 } } }, 'CAN_NEVER_RUN', 'job.gpus.count'],
      [
        { job: undefined, workflow: { nodes: [{ name: 'a', dependsOn: ['a'], job }] } },
        'VALIDATION_FAILED',
        'workflow.nodes',
      ],
    ];
    for (const [change, ...expected] of table)
      assert.deepEqual(refusal(await stand.create(change)), expected);
  });
});

describe('a schedule under a scheduler that dies between any two appends', () => {
  it('submits each time once', async () => {
    await crashAtEveryAppend(
      folder,
      'crashing',
      async (scenario) => {
        const input = createScheduleInput.parse({ ...hourly, cron: '@yearly' });
        const made = await scenario.insist((world) =>
          world.schedules.create(world.callOf(ada, 'scheduler.schedule.create.v1', input, 'creation')),
        );
        assert.ok(made.ok, made.ok ? '' : made.error.message);
        const { id } = made.value.result;
        scenario.clock.aheadMs += 366 * 24 * 3_600_000;
        await eventually(
          async () => {
            const [schedule] = await scenario.insist((world) => world.scheduleViews.byIds(ada, [id]));
            assert.equal(schedule?.lastFirings.length, 1);
            const jobIds = schedule.lastFirings.map(({ jobId = '' }) => jobId);
            const jobs = await scenario.insist((world) => world.views.byIds(ada, jobIds));
            assert.deepEqual(
              jobs.map(({ state }) => state),
              jobIds.map(() => 'succeeded'),
            );
          },
          { timeoutMs: 20_000, everyMs: 10 },
        );
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const { fired, submitted } = count(events.filter(({ stream }) => stream.startsWith('schedule:')));
        const jobs = events.filter(({ type }) => type === 'scheduler.job.submitted.v1').length;
        assert.deepEqual([fired, submitted, jobs, agent.launched.length], [1, 1, 1, 1]);
      },
    );
  });
});
