import assert from 'node:assert/strict';
import { describe, it, jest } from '@jest/globals';
import { submitWorkflowInput, type WorkflowView } from '@berth/contracts/scheduler/workflow';
import type { RecordedEvent } from '@berth/event-store';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { ada, count, crashAtEveryAppend, type CrashScenario } from '../../testing/crash-scenario.js';
import type { ScriptedAgent } from '../../testing/scripted-agent.js';

jest.setTimeout(240_000);

const folder = tempDir('workflow-crash');
const job = { command: ['true'], gpus: { count: 1 } };
const diamond = submitWorkflowInput.parse({
  name: 'diamond',
  project: 'vision',
  nodes: [
    { name: 'split', job: { ...job, env: { SECRET: 's3cret' } } },
    { name: 'left', dependsOn: ['split'], job },
    { name: 'right', dependsOn: ['split'], job },
    { name: 'merge', dependsOn: ['left', 'right'], job },
  ],
});

async function submit(scenario: CrashScenario): Promise<WorkflowView> {
  const reply = await scenario.insist((world) =>
    world.workflows.submit(world.callOf(ada, 'scheduler.workflow.submit.v1', diamond, 'submission')),
  );
  assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
  return reply.value.result;
}

const until = (scenario: CrashScenario, id: string, what: (workflow: WorkflowView) => void): Promise<void> =>
  eventually(
    async () => {
      const [workflow] = await scenario.insist((world) => world.workflowViews.byIds(ada, [id]));
      assert.ok(workflow);
      what(workflow);
    },
    { timeoutMs: 20_000, everyMs: 5 },
  );
const untilState = (scenario: CrashScenario, id: string, state: WorkflowView['state']): Promise<void> =>
  until(scenario, id, (workflow) => assert.equal(workflow.state, state));

/** Each node's job was submitted once an attempt, and launched once. */
function eachJobOnce(events: readonly RecordedEvent[], agent: ScriptedAgent, jobs: number): void {
  const names = events
    .filter(({ type }) => type === 'scheduler.job.submitted.v1')
    .map(({ stream }) => stream);
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.length, jobs);
  assert.equal(new Set(agent.launched).size, agent.launched.length);
  assert.equal(agent.launched.length, jobs);
  assert.ok(!JSON.stringify(events).includes('s3cret'));
}

describe('a workflow under a scheduler that dies between any two appends', () => {
  it('runs each node once an attempt, a rerun too', async () => {
    await crashAtEveryAppend(
      folder,
      'rerun',
      async (scenario) => {
        let broken = true;
        scenario.agent.outcomeOf = ({ env }) =>
          broken && env['BERTH_WORKFLOW_NODE'] === 'right' ? 'failed' : 'succeeded';
        const { id } = await submit(scenario);
        await untilState(scenario, id, 'failed');
        broken = false;
        const rerun = await scenario.insist((world) =>
          world.workflows.rerun(
            world.callOf(ada, 'scheduler.workflow.rerun.v1', { workflowId: id, from: 'right' }, 'rerun'),
          ),
        );
        assert.ok(rerun.ok, rerun.ok ? '' : rerun.error.message);
        await untilState(scenario, id, 'succeeded');
        await scenario.untilNothingIsLeased();
      },
      (events, agent) => {
        const own = count(events.filter(({ type }) => type.startsWith('scheduler.workflow.')));
        const { nodesReady, nodeEnded, nodesSkipped, rerun, ended } = own;
        assert.deepEqual([nodesReady, nodeEnded, nodesSkipped, rerun, ended], [4, 5, 1, 1, 2]);
        eachJobOnce(events, agent, 5);
        const merge = agent.orders.find(({ env }) => env['BERTH_WORKFLOW_NODE'] === 'merge');
        const right = agent.orders.filter(({ env }) => env['BERTH_WORKFLOW_NODE'] === 'right').at(-1);
        assert.equal(merge?.env['BERTH_JOB_RIGHT'], right?.jobId);
      },
    );
  });

  it('ends all that runs when it is cancelled, and begins nothing more', async () => {
    await crashAtEveryAppend(
      folder,
      'cancel',
      async (scenario) => {
        scenario.agent.finishes = false;
        const { id } = await submit(scenario);
        const cancel = { workflowId: id, reason: 'enough' };
        await scenario.insist((world) =>
          world.workflows.cancel(world.callOf(ada, 'scheduler.workflow.cancel.v1', cancel, 'cancel')),
        );
        await untilState(scenario, id, 'cancelled');
        await scenario.untilNothingIsLeased();
      },
      (events) => {
        const { cancelRequested, ended } = count(
          events.filter(({ stream }) => stream.startsWith('workflow:')),
        );
        assert.deepEqual([cancelRequested, ended], [1, 1]);
        const submitted = events.filter(({ type }) => type === 'scheduler.job.submitted.v1');
        assert.ok(submitted.length <= 1);
      },
    );
  });
});
