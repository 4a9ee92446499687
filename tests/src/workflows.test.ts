import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { JOB_FOLDER } from './platform/job-folder.js';
import { linesOf, script } from './platform/jobs.js';
import { createLab, nodesOf, type Lab, type Nodes } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(240_000);

interface NodeSeen {
  readonly name: string;
  readonly state: string;
  readonly attempt: number;
  readonly message: string | null;
  readonly job: { readonly id: string; readonly state: string } | null;
}
interface WorkflowSeen {
  readonly state: string;
  readonly nodes: readonly NodeSeen[];
}

const WAIT_OPTIONS = { timeoutMs: 90_000, everyMs: 100 };

describe('workflows, arrays and schedules', () => {
  let platform: Platform;
  let lab: Lab;

  beforeAll(async () => {
    platform = await Platform.start({ env: { BERTH_SCHEDULE_MIN_INTERVAL_SECONDS: '1' } });
    lab = await createLab(platform);
  });
  afterAll(() => platform.stop());

  const seen = async (id: string): Promise<WorkflowSeen> => {
    const { workflow } = await lab.ada.api.ask<{ workflow: WorkflowSeen }>(
      'query ($id: ID!) { workflow(id: $id) { state nodes { name state attempt message job { id state } } } }',
      { id },
    );
    return workflow;
  };
  const untilOver = (id: string): Promise<WorkflowSeen> =>
    eventually(async () => {
      const workflow = await seen(id);
      assert.notEqual(workflow.state, 'RUNNING');
      return workflow;
    }, WAIT_OPTIONS);
  const statesOf = ({ nodes }: WorkflowSeen) =>
    Object.fromEntries(nodes.map(({ name, state, attempt }) => [name, `${state} ${attempt}`]));
  const typesOf = async (id: string): Promise<string[]> => {
    const { history } = await lab.ada.api.ask<{ history: Nodes<{ type: string }> }>(
      'query ($id: ID!) { history(id: $id, first: 200) { edges { node { type } } } }',
      { id },
    );
    return nodesOf(history).map(({ type }) => type.split('.')[2] ?? '');
  };

  it('a diamond whose one node fails goes on from there when it is retried', async () => {
    const repaired = join(JOB_FOLDER, 'repaired');
    const says = (text: string) => script(`console.log(${text});`);
    const broken = script(
      "import { existsSync } from 'node:fs'; process.exit(existsSync(process.argv[1]) ? 0 : 3);",
      repaired,
    );
    const { workflow } = await lab.ada.api.do<{ workflow: { id: string } }>(
      'submitWorkflow',
      {
        name: 'diamond',
        project: lab.project,
        nodes: [
          { name: 'split', job: says("'splitting'") },
          { name: 'left', dependsOn: ['split'], job: says("'left'") },
          { name: 'right', dependsOn: ['split'], job: broken },
          { name: 'merge', dependsOn: ['left', 'right'], job: says('process.env.BERTH_JOB_LEFT') },
        ],
      },
      'workflow { id }',
    );
    const failed = await untilOver(workflow.id);
    assert.equal(failed.state, 'FAILED');
    assert.deepEqual(statesOf(failed), {
      split: 'SUCCEEDED 1',
      left: 'SUCCEEDED 1',
      right: 'FAILED 1',
      merge: 'SKIPPED 1',
    });
    const messages = failed.nodes.map(({ message }) => message);
    assert.match(messages[2] ?? '', /exit code 3/);
    assert.equal(messages[3], '"right" failed');

    writeFileSync(repaired, '');
    assert.ok(existsSync(repaired));
    await lab.ada.api.do('rerunWorkflow', { workflowId: workflow.id, from: 'right' }, 'workflow { state }');
    const done = await untilOver(workflow.id);
    assert.equal(done.state, 'SUCCEEDED');
    assert.deepEqual(statesOf(done), {
      split: 'SUCCEEDED 1',
      left: 'SUCCEEDED 1',
      right: 'SUCCEEDED 2',
      merge: 'SUCCEEDED 2',
    });
    const [, left, , merge] = done.nodes;
    const lines = await linesOf(lab.ada.api, merge?.job?.id ?? '');
    assert.deepEqual(lines, [plainId(left?.job?.id ?? '')]);
    const types = await typesOf(workflow.id);
    assert.deepEqual(types.slice(0, 2), ['submitted', 'nodesReady']);
    assert.ok(types.includes('rerun') && types.at(-1) === 'ended');
  });

  it('an array of twenty has no more than three at a time', async () => {
    const { array } = await lab.ada.api.do<{ array: { id: string } }>(
      'submitArray',
      {
        name: 'sweep',
        project: lab.project,
        count: 20,
        maxParallel: 3,
        ...script('setTimeout(() => console.log(process.env.BERTH_ARRAY_INDEX), 20)'),
      },
      'array { id }',
    );
    let most = 0;
    await eventually(async () => {
      const now = await lab.ada.api.ask<{ array: { state: string; counts: { [name: string]: number } } }>(
        'query ($id: ID!) { array(id: $id) { state counts { held waiting running succeeded failed cancelled refused } } }',
        { id: array.id },
      );
      const { waiting = 0, running = 0, succeeded } = now.array.counts;
      most = Math.max(most, waiting + running);
      assert.deepEqual([now.array.state, succeeded], ['SUCCEEDED', 20]);
    }, WAIT_OPTIONS);
    assert.ok(most <= 3, `${most} at a time`);
    const { array: whole } = await lab.ada.api.ask<{
      array: { members: Nodes<{ id: string; name: string; origin: { index: number } }> };
    }>(
      'query ($id: ID!) { array(id: $id) { members(first: 100) { edges { node { id name origin { index } } } } } }',
      { id: array.id },
    );
    const members = nodesOf(whole.members);
    assert.deepEqual(
      members.map(({ name, origin }) => [name, origin.index]),
      Array.from({ length: 20 }, (_, index) => [`sweep[${index}]`, index]),
    );
    assert.deepEqual(await linesOf(lab.ada.api, members[7]?.id ?? ''), ['7']);
    assert.equal((await typesOf(array.id)).filter((type) => type === 'memberEnded').length, 20);
  });

  it('a batch reports the outcome of each job', async () => {
    const job = { name: 'one', project: lab.project, command: ['true'] };
    const { items } = await lab.ada.api.do<{
      items: readonly { job: { name: string } | null; error: { code: string; field: string } | null }[];
    }>(
      'submitJobs',
      { jobs: [job, { ...job, gpus: { count: 64 } }, { ...job, name: 'two' }] },
      'items { job { name } error { code field } }',
    );
    assert.deepEqual(
      items.map(({ job: taken, error }) => taken?.name ?? [error?.code, error?.field]),
      ['one', ['CAN_NEVER_RUN', 'input.jobs.1.gpus.count'], 'two'],
    );
  });

  it('a schedule submits its job when its time comes, until it is paused', async () => {
    const { schedule } = await lab.ada.api.do<{ schedule: { id: string; nextTimes: readonly string[] } }>(
      'createSchedule',
      {
        name: 'every second',
        project: lab.project,
        cron: '* * * * * *',
        overlap: 'SKIP',
        job: script('console.log(process.env.BERTH_DUE_AT)'),
      },
      'schedule { id nextTimes }',
    );
    assert.equal(schedule.nextTimes.length, 5);
    type Seen = {
      schedule: {
        lastFirings: readonly {
          dueAt: string;
          outcome: string;
          job: { id: string; state: string; origin: { dueAt: string } } | null;
        }[];
      };
    };
    const ran = await eventually(async () => {
      const { schedule: now } = await lab.ada.api.ask<Seen>(
        'query ($id: ID!) { schedule(id: $id) { lastFirings { dueAt outcome job { id state origin { dueAt } } } } }',
        { id: schedule.id },
      );
      const run = now.lastFirings.find(({ job }) => job?.state === 'SUCCEEDED');
      assert.ok(run?.job);
      return { dueAt: run.dueAt, job: run.job };
    }, WAIT_OPTIONS);
    assert.equal(ran.job.origin.dueAt, ran.dueAt);
    assert.deepEqual(await linesOf(lab.ada.api, ran.job.id), [ran.dueAt]);
    const paused = await lab.ada.api.do<{ schedule: { state: string; nextTimes: readonly string[] } }>(
      'pauseSchedule',
      { scheduleId: schedule.id, reason: 'no longer needed' },
      'schedule { state nextTimes message }',
    );
    assert.deepEqual([paused.schedule.state, paused.schedule.nextTimes], ['PAUSED', []]);
    assert.ok((await typesOf(schedule.id)).includes('fired'));
  });
});

const plainId = (nodeId: string): string => Buffer.from(nodeId, 'base64url').toString().split(':')[1] ?? '';
