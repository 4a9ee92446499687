import type { WorkflowEvent, WorkflowNode } from '@berth/contracts/scheduler/workflow';
import { idFromName } from '@berth/kernel/ids';
import { aSpec, NOW, poolId, projectId, userId } from './fixtures.js';
import type { SubmitWorkflow, WorkflowCommand, Workflow } from '../jobs/workflow/workflow.js';
import { workflowDecider } from '../jobs/workflow/workflow.decider.js';

export const workflowId = idFromName('workflow', 'test');

export const aNode = (name: string, change: Partial<WorkflowNode> = {}): WorkflowNode => ({
  name,
  dependsOn: [],
  when: 'succeeded',
  onFailure: 'stop',
  job: { poolId, spec: aSpec() },
  ...change,
});

/** `after('b', 'a')`: b waits for a. */
export const afterNode = (name: string, ...dependsOn: readonly string[]): WorkflowNode =>
  aNode(name, { dependsOn: [...dependsOn] });

export const aWorkflow = (...nodes: readonly WorkflowNode[]): SubmitWorkflow => ({
  type: 'submit',
  workflowId,
  projectId,
  userId,
  name: 'nightly',
  nodes,
  now: NOW,
});

export const theEnd = (
  node: string,
  outcome: 'succeeded' | 'failed' | 'cancelled' = 'succeeded',
  attempt = 1,
): WorkflowCommand => ({ type: 'endNode', node, attempt, outcome, endedAt: NOW, now: NOW });

/** Carries out commands one after the other; a refusal throws. */
export function tell(...commands: readonly WorkflowCommand[]): { state: Workflow; events: WorkflowEvent[] } {
  let state: Workflow = workflowDecider.initialState;
  const events: WorkflowEvent[] = [];
  for (const command of commands) {
    const decided = workflowDecider.decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    for (const event of decided.value) {
      events.push(event);
      state = workflowDecider.evolve(state, event);
    }
  }
  return { state, events };
}

/** Names of nodes by state, as `begun: a b`. */
export function statesOf(workflow: Workflow): { readonly [state: string]: string } {
  if (workflow.status === 'none') return {};
  const groups = Object.groupBy(Object.entries(workflow.progress), ([, { state }]) => state);
  return Object.fromEntries(
    Object.entries(groups).map(([state, nodes = []]) => [state, nodes.map(([name]) => name).join(' ')]),
  );
}
