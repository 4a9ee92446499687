import type { WorkflowEvent, WorkflowNode } from '@berth/contracts/scheduler/workflow';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';

type WorkflowFacts = {
  readonly workflowId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly name: string;
  readonly externalId?: string;
  readonly description?: string;
  readonly nodes: readonly WorkflowNode[];
  readonly submittedAt: string;
};

/** How far a node is. `begun`: it is a job, or about to become one. */
export type NodeProgress = {
  readonly state: 'waiting' | 'begun' | 'succeeded' | 'failed' | 'cancelled' | 'skipped';
  readonly attempt: number;
  readonly jobId?: string;
  readonly message?: string;
  readonly readyAt?: string;
  readonly endedAt?: string;
};
export type Progress = { readonly [node: string]: NodeProgress };

export type Workflow =
  | { readonly status: 'none' }
  | {
      readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
      readonly facts: WorkflowFacts;
      readonly progress: Progress;
      /** A node has failed whose failure stops the others; until the next rerun. */
      readonly stopped: boolean;
      readonly cancelRequested: boolean;
      readonly endedAt?: string;
    };
export type ExistingWorkflow = Exclude<Workflow, { readonly status: 'none' }>;

export const noWorkflow: Workflow = { status: 'none' };

export function evolveWorkflow(workflow: Workflow, event: WorkflowEvent): Workflow {
  if (event.type === 'scheduler.workflow.submitted.v1') {
    const waiting = event.data.nodes.map(({ name }) => [name, { state: 'waiting', attempt: 1 } as const]);
    const progress = Object.fromEntries(waiting) as Progress;
    return { status: 'running', facts: event.data, progress, stopped: false, cancelRequested: false };
  }
  if (workflow.status === 'none') throw new Error(`${event.type} on a workflow that was never submitted`);
  return evolveExisting(workflow, event);
}

function evolveExisting(
  workflow: ExistingWorkflow,
  event: Exclude<WorkflowEvent, { type: 'scheduler.workflow.submitted.v1' }>,
): Workflow {
  switch (event.type) {
    case 'scheduler.workflow.nodesReady.v1': {
      const { nodes, readyAt } = event.data;
      return change(
        workflow,
        nodes.map(({ node, attempt, jobId }) => [node, { state: 'begun', attempt, jobId, readyAt }]),
      );
    }
    case 'scheduler.workflow.nodeRefused.v1': {
      const { node, attempt, message, endedAt } = event.data;
      return ended(workflow, node, { state: 'failed', attempt, message, endedAt });
    }
    case 'scheduler.workflow.nodeEnded.v1': {
      const { node, outcome, message, endedAt } = event.data;
      return ended(workflow, node, {
        ...(workflow.progress[node] as NodeProgress),
        state: outcome,
        endedAt,
        ...defined({ message }),
      });
    }
    case 'scheduler.workflow.nodesSkipped.v1': {
      const { nodes, endedAt } = event.data;
      return change(
        workflow,
        nodes.map(({ node, attempt, reason }) => [
          node,
          { state: 'skipped', attempt, message: reason, endedAt },
        ]),
      );
    }
    case 'scheduler.workflow.cancelRequested.v1': {
      const waiting = Object.entries(workflow.progress).filter(([, { state }]) => state === 'waiting');
      const endedAt = event.data.requestedAt;
      return {
        ...change(
          workflow,
          waiting.map(([node, { attempt }]) => [node, { state: 'cancelled', attempt, endedAt }]),
        ),
        cancelRequested: true,
      };
    }
    case 'scheduler.workflow.rerun.v1': {
      const { endedAt: _, ...again } = change(
        workflow,
        event.data.nodes.map(({ node, attempt }) => [node, { state: 'waiting', attempt }]),
      );
      return { ...again, status: 'running', stopped: false, cancelRequested: false };
    }
    case 'scheduler.workflow.ended.v1':
      return { ...workflow, status: event.data.outcome, endedAt: event.data.endedAt };
    default:
      return assertNever(event);
  }
}

const change = (
  workflow: ExistingWorkflow,
  nodes: readonly (readonly [name: string, progress: NodeProgress])[],
): ExistingWorkflow => ({
  ...workflow,
  progress: { ...workflow.progress, ...(Object.fromEntries(nodes) as Progress) },
});

function ended(workflow: ExistingWorkflow, name: string, how: NodeProgress): ExistingWorkflow {
  const plan = workflow.facts.nodes.find((node) => node.name === name);
  if (!plan) throw new Error(`the workflow has no node "${name}"`);
  const after = change(workflow, [[name, how]]);
  return how.state !== 'succeeded' && plan.onFailure === 'stop' ? { ...after, stopped: true } : after;
}

export interface SubmitWorkflow extends Omit<WorkflowFacts, 'submittedAt'> {
  readonly type: 'submit';
  readonly now: string;
}

interface AboutNode {
  readonly node: string;
  readonly attempt: number;
}

export type WorkflowCommand =
  | SubmitWorkflow
  | (AboutNode & {
      readonly type: 'endNode';
      readonly outcome: 'succeeded' | 'failed' | 'cancelled';
      readonly message?: string;
      readonly endedAt: string;
      readonly now: string;
    })
  | (AboutNode & {
      readonly type: 'refuseNode';
      readonly code: string;
      readonly message: string;
      readonly now: string;
    })
  | { readonly type: 'cancel'; readonly reason?: string; readonly now: string }
  | { readonly type: 'rerun'; readonly from: string; readonly now: string };
