import type { InputOf } from '@berth/contracts/define';
import type {
  cancelWorkflow,
  rerunWorkflow,
  SubmitWorkflowInput,
  WorkflowEvent,
  WorkflowNode,
  WorkflowView,
} from '@berth/contracts/scheduler/workflow';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates, Executed } from '@berth/service-host/aggregates';
import type { Reply, UserCall } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { findProjects, type Submitter } from '../../facts/project-and-pool.js';
import { mustControl } from '../../facts/control.js';
import { within, type Planned, type Planning } from '../origin/planning.js';
import { workflowStream } from '../../streams.js';
import { checkGraph } from './graph.js';
import type { SubmitWorkflow, WorkflowCommand, ExistingWorkflow, Workflow } from './workflow.js';
import type { WorkflowQueries } from './workflow.queries.js';

/** A workflow's intent, admitted whole. */
export type WorkflowIntent = Omit<SubmitWorkflow, 'type' | 'workflowId' | 'now'>;
type Outcome = Result<Executed<Workflow, WorkflowEvent>, Rejection>;

/** What people do with workflows. */
export class Workflows {
  constructor(
    private readonly workflows: Aggregates<Workflow, WorkflowCommand, WorkflowEvent>,
    private readonly planning: Planning,
    private readonly facts: Facts,
    private readonly queries: WorkflowQueries,
  ) {}

  async submit(call: UserCall<SubmitWorkflowInput>): Reply<WorkflowView> {
    const outcome = await this.#carryOut(call);
    return outcome.ok ? this.#answer(outcome.value) : outcome;
  }

  async cancel({ input, identity, meta }: UserCall<InputOf<typeof cancelWorkflow>>): Reply<WorkflowView> {
    await this.#mustControl(identity, input.workflowId);
    const why = defined({ reason: input.reason });
    const command = { type: 'cancel', now: meta.now, ...why } as const;
    const outcome = await this.workflows.execute(workflowStream(input.workflowId), command, meta);
    return outcome.ok ? this.#answer(outcome.value) : outcome;
  }

  async rerun({ input, identity, meta }: UserCall<InputOf<typeof rerunWorkflow>>): Reply<WorkflowView> {
    await this.#mustControl(identity, input.workflowId);
    const command = { type: 'rerun', from: input.from, now: meta.now } as const;
    const outcome = await this.workflows.execute(workflowStream(input.workflowId), command, meta);
    return outcome.ok ? this.#answer(outcome.value) : outcome;
  }

  /** Every node by the rules of now; nothing is recorded. */
  async plan(
    input: SubmitWorkflowInput,
    identity: Submitter,
    now: string,
  ): Promise<Result<WorkflowIntent, Rejection>> {
    const misshapen = checkGraph(input.nodes) ?? pointless(input.nodes);
    if (misshapen) return err(misshapen);
    const { name, description, externalId, project } = input;
    const nodes: WorkflowNode[] = [];
    const atOnce = new Map<string, { planned: Planned; count: number }>();
    let projectId = '';
    for (const [index, { job, onFailure = input.onFailure, ...node }] of input.nodes.entries()) {
      const pool = job.pool ?? input.pool;
      const whole = {
        ...job,
        name: `${name}/${node.name}`,
        project,
        ...defined({ pool }),
      };
      const planned = await this.planning.plan(whole, identity, now);
      if (!planned.ok) return err(whereIn(input, index, planned.error));
      const { intent, template } = planned.value;
      projectId = intent.projectId;
      nodes.push({ ...node, onFailure, job: template });
      if (node.dependsOn.length > 0) continue;
      const count = (atOnce.get(intent.poolId)?.count ?? 0) + 1;
      atOnce.set(intent.poolId, { planned: planned.value, count });
    }
    for (const { planned, count } of atOnce.values()) {
      const room = this.planning.room(planned.intent, count);
      if (!room.ok) return room;
    }
    return ok({
      projectId,
      userId: identity.userId,
      name,
      nodes,
      ...defined({ externalId, description }),
    });
  }

  async #carryOut({ input, identity, meta }: UserCall<SubmitWorkflowInput>): Promise<Outcome> {
    const planned = await this.plan(input, identity, meta.now);
    if (planned.ok) {
      const workflowId = workflowIdOf(meta.commandId, planned.value.projectId, input.externalId);
      const command = { type: 'submit', workflowId, ...planned.value, now: meta.now } as const;
      return this.workflows.execute(workflowStream(workflowId), command, meta, { expectNew: true });
    }
    // What was taken in before is answered as then, though it might not be taken in now.
    for (const { projectId } of findProjects(this.facts, input.project)) {
      const workflowId = workflowIdOf(meta.commandId, projectId, input.externalId);
      const before = await this.workflows.earlier(workflowStream(workflowId), meta);
      if (before) return before;
    }
    return planned;
  }

  async #answer({ state, position }: Executed<Workflow, WorkflowEvent>): Reply<WorkflowView> {
    const result = await this.queries.latest(state as ExistingWorkflow);
    return ok({ result, ...defined({ position }) });
  }

  async #mustControl(identity: UserCall<unknown>['identity'], workflowId: string): Promise<void> {
    const { state } = await this.workflows.load(workflowStream(workflowId));
    mustControl(this.facts, identity, state.status === 'none' ? undefined : state.facts, 'workflow');
  }
}

/** The caller's own id is unique within the project; else a command makes one workflow, however often it is sent. */
const workflowIdOf = (commandId: string, projectId: string, externalId: string | undefined): string =>
  externalId === undefined
    ? idFromName('workflow', commandId)
    : idFromName('workflow', projectId, externalId);

function pointless(nodes: SubmitWorkflowInput['nodes']): Rejection | undefined {
  const index = nodes.findIndex(({ when, dependsOn }) => when === 'failed' && dependsOn.length === 0);
  if (index < 0) return undefined;
  const field = `nodes.${index}.dependsOn`;
  return reject('VALIDATION_FAILED', `${field}: is required: the node whose failure it waits for`, field);
}

/** What a node takes from the workflow is wrong there. */
function whereIn({ nodes }: SubmitWorkflowInput, index: number, refusal: Rejection): Rejection {
  const ofAll =
    refusal.field === 'project' || (refusal.field === 'pool' && nodes[index]?.job.pool === undefined);
  return ofAll ? refusal : within(`nodes.${index}.job.`, refusal);
}
