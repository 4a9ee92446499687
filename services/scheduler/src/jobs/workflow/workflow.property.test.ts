import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import {
  failurePolicies,
  nodeConditions,
  type WorkflowEvent,
  type WorkflowNode,
} from '@berth/contracts/scheduler/workflow';
import { NOW } from '../../testing/fixtures.js';
import { aNode, aWorkflow, tell } from '../../testing/workflow.fixtures.js';
import type { WorkflowCommand, ExistingWorkflow, Workflow } from './workflow.js';
import { workflowDecider } from './workflow.decider.js';
import { isOver } from './progress.js';

/** Nodes in a random order, each of which may wait for any that an order of them has before it. */
const someNodes: fc.Arbitrary<WorkflowNode[]> = fc
  .array(
    fc.record({
      waitsFor: fc.array(fc.nat(11), { maxLength: 3 }),
      when: fc.constantFrom(...nodeConditions),
      onFailure: fc.constantFrom(...failurePolicies),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((plans) =>
    plans.map(({ waitsFor, when, onFailure }, index) => {
      const dependsOn = [...new Set(waitsFor.filter((other) => other < index))].map((other) => `n${other}`);
      return aNode(`n${index}`, { dependsOn, when: dependsOn.length === 0 ? 'succeeded' : when, onFailure });
    }),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));

/** The next step: a node that has begun ends somehow, reports come twice or late, a user cancels or reruns. */
const aStep = fc.record({
  pick: fc.nat(100),
  what: fc.constantFrom('end', 'end', 'end', 'end', 'refuse', 'again', 'cancel', 'rerun'),
  outcome: fc.constantFrom('succeeded', 'succeeded', 'failed', 'cancelled'),
});
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

function commandFor(step: Step, { progress, facts }: ExistingWorkflow): WorkflowCommand {
  const names = facts.nodes.map(({ name }) => name);
  const begun = names.filter((name) => progress[name]?.state === 'begun');
  const from = step.what === 'end' || step.what === 'refuse' ? (begun.length > 0 ? begun : names) : names;
  const node = from[step.pick % from.length] ?? '';
  const attempt = progress[node]?.attempt ?? 1;
  switch (step.what) {
    case 'refuse':
      return { type: 'refuseNode', node, attempt, code: 'FORBIDDEN', message: 'no', now: NOW };
    case 'again':
      return {
        type: 'endNode',
        node,
        attempt: Math.max(1, attempt - 1),
        outcome: 'failed',
        endedAt: NOW,
        now: NOW,
      };
    case 'cancel':
      return { type: 'cancel', now: NOW };
    case 'rerun':
      return { type: 'rerun', from: node, now: NOW };
    default:
      return { type: 'endNode', node, attempt, outcome: step.outcome as 'failed', endedAt: NOW, now: NOW };
  }
}

/** No node begins before what it depends on is over, and none ends or begins twice in one attempt. */
function check(events: readonly WorkflowEvent[], nodes: readonly WorkflowNode[]): void {
  const over = new Map<string, string>();
  const begun = new Set<string>();
  const runs = new Set<string>();
  for (const { type, data } of events) {
    if (type === 'scheduler.workflow.rerun.v1') for (const { node } of data.nodes) over.delete(node);
    if (type === 'scheduler.workflow.cancelRequested.v1')
      for (const { name } of nodes) if (!over.has(name) && !runs.has(name)) over.set(name, 'cancelled');
    if (type === 'scheduler.workflow.nodesReady.v1') {
      for (const { node, attempt } of data.nodes) {
        const plan = nodes.find(({ name }) => name === node);
        assert.ok(plan);
        assert.ok(
          plan.dependsOn.every((other) => over.has(other)),
          `${node} began too early`,
        );
        if (plan.when === 'succeeded')
          assert.ok(plan.dependsOn.every((other) => over.get(other) === 'succeeded'));
        assert.ok(!begun.has(`${node} ${attempt}`), `${node} began twice`);
        begun.add(`${node} ${attempt}`);
        runs.add(node);
      }
    }
    if (type === 'scheduler.workflow.nodeEnded.v1' || type === 'scheduler.workflow.nodeRefused.v1') {
      assert.ok(
        begun.has(`${data.node} ${data.attempt}`) && !over.has(data.node),
        `${data.node} ended twice`,
      );
      runs.delete(data.node);
      over.set(data.node, 'outcome' in data ? data.outcome : 'failed');
    }
    if (type === 'scheduler.workflow.nodesSkipped.v1')
      for (const { node } of data.nodes) {
        assert.ok(!over.has(node));
        over.set(node, 'skipped');
      }
  }
}

describe('any workflow, whatever happens to it', () => {
  it('runs no node before its time, and ends each exactly once an attempt', () => {
    fc.assert(
      fc.property(someNodes, fc.array(aStep, { maxLength: 40 }), (nodes, steps) => {
        const { state: first, events } = tell(aWorkflow(...nodes));
        let workflow: Workflow = first;
        const carryOut = (command: WorkflowCommand): void => {
          const decided = workflowDecider.decide(command, workflow);
          if (!decided.ok) return;
          events.push(...decided.value);
          workflow = decided.value.reduce<Workflow>(workflowDecider.evolve, workflow);
          const again = workflowDecider.decide(command, workflow);
          assert.ok(!again.ok || again.value.length === 0, 'a command said twice has done something twice');
        };
        for (const step of steps) carryOut(commandFor(step, workflow as ExistingWorkflow));
        // what still runs comes to its end
        for (
          let left = nodes.length;
          left > 0 && (workflow as ExistingWorkflow).status === 'running';
          left -= 1
        )
          carryOut(commandFor({ what: 'end', pick: 0, outcome: 'succeeded' }, workflow as ExistingWorkflow));
        const { status, progress } = workflow as ExistingWorkflow;
        assert.notEqual(status, 'running');
        assert.ok(Object.values(progress).every(isOver));
        check(events, nodes);
      }),
      { numRuns: 500 },
    );
  });
});
