import type { WorkflowEvent, WorkflowNode } from '@berth/contracts/scheduler/workflow';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { downstreamOf, noNode } from './graph.js';
import { isOver, verdictOn, whyNotReady } from './progress.js';
import {
  type SubmitWorkflow,
  type WorkflowCommand,
  evolveWorkflow,
  noWorkflow,
  type ExistingWorkflow,
  type NodeProgress,
  type Workflow,
} from './workflow.js';

type Decision = Result<readonly WorkflowEvent[], Rejection>;
type Change = Extract<WorkflowCommand, { readonly type: 'endNode' | 'refuseNode' }>;

/** The job that a node becomes; a repeat of what leads to it leads to the same one. */
export const nodeJobId = (workflowId: string, node: string, attempt: number): string =>
  idFromName('job', 'workflow', workflowId, node, String(attempt));

/** Whatever happens to a node, what follows for the others is recorded in the same append. */
export const workflowDecider: Decider<Workflow, WorkflowCommand, WorkflowEvent> = {
  initialState: noWorkflow,
  evolve: evolveWorkflow,
  decide(command, workflow) {
    if (command.type === 'submit') return decideSubmit(command, workflow);
    if (workflow.status === 'none')
      return err(reject('NOT_FOUND', 'there is no such workflow', 'workflowId'));
    switch (command.type) {
      case 'endNode':
      case 'refuseNode':
        return decideNode(command, workflow);
      case 'cancel':
        return decideCancel(command, workflow);
      case 'rerun':
        return decideRerun(command, workflow);
      default:
        return assertNever(command);
    }
  },
};

function decideSubmit({ type: _, now, ...intent }: SubmitWorkflow, workflow: Workflow): Decision {
  if (workflow.status !== 'none') {
    const { workflowId } = workflow.facts;
    const message = `externalId: the project already has a workflow with the externalId "${intent.externalId ?? workflowId}"`;
    return err(reject('ALREADY_EXISTS', message, 'externalId', { workflowId }));
  }
  return ok(
    withWhatFollows(
      workflow,
      {
        type: 'scheduler.workflow.submitted.v1',
        data: { ...intent, nodes: [...intent.nodes], submittedAt: now },
      },
      now,
    ),
  );
}

/** A report about another attempt, or about a node that has ended, changes nothing. */
function decideNode(command: Change, workflow: ExistingWorkflow): Decision {
  const { node, attempt, now } = command;
  const at = workflow.progress[node];
  if (!at || at.attempt !== attempt || at.state !== 'begun') return ok([]);
  const ids = { ...idsOf(workflow), node, attempt };
  if (command.type === 'refuseNode') {
    const { code, message } = command;
    const data = { ...ids, code, message, endedAt: now };
    return ok(withWhatFollows(workflow, { type: 'scheduler.workflow.nodeRefused.v1', data }, now));
  }
  const { outcome, message, endedAt } = command;
  const data = { ...ids, outcome, endedAt, ...defined({ message }) };
  return ok(withWhatFollows(workflow, { type: 'scheduler.workflow.nodeEnded.v1', data }, now));
}

function decideCancel(
  { reason, now }: Extract<WorkflowCommand, { type: 'cancel' }>,
  workflow: ExistingWorkflow,
): Decision {
  if (workflow.cancelRequested) return ok([]);
  if (workflow.status !== 'running') return wrongState(workflow, `it has already ended: ${workflow.status}`);
  const why = defined({ reason });
  const data = { ...idsOf(workflow), ...why, requestedAt: now };
  return ok(withWhatFollows(workflow, { type: 'scheduler.workflow.cancelRequested.v1', data }, now));
}

function decideRerun(
  { from, now }: Extract<WorkflowCommand, { type: 'rerun' }>,
  workflow: ExistingWorkflow,
): Decision {
  const { facts, progress, status } = workflow;
  if (status === 'running')
    return wrongState(workflow, 'the workflow still runs; cancel it first, or wait until it ends');
  const plan = facts.nodes.find(({ name }) => name === from);
  if (!plan) {
    const names = facts.nodes.map(({ name }) => name);
    return err(reject('VALIDATION_FAILED', `from: ${noNode(from, names)}`, 'from'));
  }
  if (verdictOn(plan, progress, false).kind !== 'ready') {
    const message = `from: "${from}" would be skipped again, since ${whyNotReady(plan, progress)}; rerun from that node`;
    return err(reject('INVALID_STATE', message, 'from'));
  }
  const nodes = downstreamOf(facts.nodes, from).map((node) => ({
    node,
    attempt: (progress[node]?.attempt ?? 0) + 1,
  }));
  const data = { ...idsOf(workflow), from, nodes, requestedAt: now };
  return ok(withWhatFollows(workflow, { type: 'scheduler.workflow.rerun.v1', data }, now));
}

/** What is skipped, what is ready now, and whether all is over. */
function withWhatFollows(before: Workflow, event: WorkflowEvent, now: string): WorkflowEvent[] {
  const events = [event];
  let workflow = evolveWorkflow(before, event) as ExistingWorkflow;
  const ids = idsOf(workflow);
  const add = (next: WorkflowEvent): void => {
    events.push(next);
    workflow = evolveWorkflow(workflow, next) as ExistingWorkflow;
  };
  const skipped = skippedIn(workflow);
  if (skipped.length > 0)
    add({ type: 'scheduler.workflow.nodesSkipped.v1', data: { ...ids, nodes: skipped, endedAt: now } });
  const ready = waitingIn(workflow).filter(
    ({ plan }) => verdictOn(plan, workflow.progress, workflow.stopped).kind === 'ready',
  );
  if (ready.length > 0) {
    const nodes = ready.map(({ plan: { name }, attempt }) => ({
      node: name,
      attempt,
      jobId: nodeJobId(ids.workflowId, name, attempt),
    }));
    add({ type: 'scheduler.workflow.nodesReady.v1', data: { ...ids, nodes, readyAt: now } });
  }
  if (Object.values(workflow.progress).every(isOver))
    add({
      type: 'scheduler.workflow.ended.v1',
      data: { ...ids, outcome: outcomeOf(workflow), endedAt: now },
    });
  return events;
}

/** One that is skipped may lead to others. */
function skippedIn(workflow: ExistingWorkflow): { node: string; attempt: number; reason: string }[] {
  const progress: { [node: string]: NodeProgress } = { ...workflow.progress };
  const skipped: { node: string; attempt: number; reason: string }[] = [];
  for (let before = -1; before < skipped.length;) {
    before = skipped.length;
    for (const { plan, attempt } of waitingIn({ ...workflow, progress })) {
      const verdict = verdictOn(plan, progress, workflow.stopped);
      if (verdict.kind !== 'skip') continue;
      progress[plan.name] = { state: 'skipped', attempt };
      skipped.push({ node: plan.name, attempt, reason: verdict.reason });
    }
  }
  return skipped;
}

const waitingIn = ({ facts, progress }: ExistingWorkflow): { plan: WorkflowNode; attempt: number }[] =>
  facts.nodes.flatMap((plan) => {
    const at = progress[plan.name];
    return at?.state === 'waiting' ? [{ plan, attempt: at.attempt }] : [];
  });

function outcomeOf({ progress, cancelRequested }: ExistingWorkflow): 'succeeded' | 'failed' | 'cancelled' {
  const states = new Set(Object.values(progress).map(({ state }) => state));
  if (states.has('cancelled') && cancelRequested) return 'cancelled';
  if (states.has('failed')) return 'failed';
  return states.has('cancelled') ? 'cancelled' : 'succeeded';
}

const idsOf = ({ facts: { workflowId, projectId } }: ExistingWorkflow) => ({ workflowId, projectId });

const wrongState = (workflow: ExistingWorkflow, message: string): Decision =>
  err(reject('INVALID_STATE', message, 'workflowId', { state: workflow.status }));
