import { defined } from '@berth/kernel/defined';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import { RejectedError, type Rejection } from '@berth/kernel/rejection';
import { KeyedSerialQueue } from '@berth/kernel/serial-queue';
import type { WorkflowEvent } from '@berth/contracts/scheduler/workflow';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { Job, JobCommand } from '../job/job.js';
import type { JobEnd } from '../origin/job-ended.process-manager.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import { jobStream, workflowStream } from '../../streams.js';
import { variableNameOf } from './graph.js';
import type { WorkflowCommand, ExistingWorkflow, Workflow } from './workflow.js';

const NAME = 'workflows';
/** Refusals that may be transient; any other is final. */
const TRANSIENT_CODES: ReadonlySet<Rejection['code']> = new Set([
  'QUEUE_FULL',
  'UNAVAILABLE',
  'RATE_LIMITED',
]);

export interface WorkflowProcessManagerParts {
  readonly workflows: Aggregates<Workflow, WorkflowCommand, WorkflowEvent>;
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly delegated: DelegatedSubmissions;
  readonly clock: Clock;
}

/**
 * Submits the jobs of nodes that have begun, and cancels those of workflows that are to end. Idempotent after a
 * crash: a job's id follows from workflow, node and attempt.
 */
export class WorkflowProcessManager {
  readonly #queue = new KeyedSerialQueue();
  /** Workflows with nodes that wait for capacity in the queue. */
  readonly #delayed = new Set<string>();

  constructor(private readonly parts: WorkflowProcessManagerParts) {}

  get delayed(): readonly string[] {
    return [...this.#delayed];
  }

  /** Submits what has begun and is no job yet. What is a job already stays as it is. */
  submitReadyNodes(workflowId: string, cause?: RecordedEvent): Promise<void> {
    return this.#queue.run(workflowId, async () => {
      const workflow = await this.#load(workflowId);
      if (workflow?.status !== 'running' || workflow.cancelRequested) {
        this.#delayed.delete(workflowId);
        return;
      }
      const begun = begunIn(workflow);
      const outcomes = await Promise.all(begun.map((node) => this.#submit(workflow, node, cause)));
      if (outcomes.every(Boolean)) this.#delayed.delete(workflowId);
      else this.#delayed.add(workflowId);
    });
  }

  /** A node that has begun and is no job yet never becomes one. */
  cancel(workflowId: string, cause: RecordedEvent): Promise<void> {
    return this.#queue.run(workflowId, async () => {
      const workflow = await this.#load(workflowId);
      if (workflow?.status !== 'running' || !workflow.cancelRequested) return;
      await Promise.all(begunIn(workflow).map((node) => this.#cancelNode(workflow, node, cause)));
    });
  }

  async jobEnded(
    { id, node, attempt }: { readonly id: string; readonly node: string; readonly attempt: number },
    { outcome, message, endedAt }: JobEnd,
    cause: RecordedEvent,
  ): Promise<void> {
    const now = this.parts.clock.now();
    const why = defined({ message });
    const command = { type: 'endNode', node, attempt, outcome, endedAt, now, ...why } as const;
    const meta = causedBy(NAME, cause, 'scheduler.workflow.endNode.v1', now);
    orReject(await this.parts.workflows.execute(workflowStream(id), command, meta));
  }

  /** @returns whether the outcome is final: a job, or a permanent refusal */
  async #submit(workflow: ExistingWorkflow, node: Begun, cause?: RecordedEvent): Promise<boolean> {
    const { workflowId, projectId, userId, name, nodes } = workflow.facts;
    const plan = nodes.find((each) => each.name === node.name);
    if (!plan) throw new Error(`workflow ${workflowId} has no node "${node.name}"`);
    const submitted = await this.parts.delegated.submit({
      jobId: node.jobId,
      userId,
      projectId,
      name: `${name}/${node.name}`,
      template: plan.job,
      env: {
        ...jobsOf(workflow, plan.dependsOn),
        BERTH_WORKFLOW_ID: workflowId,
        BERTH_WORKFLOW_NODE: node.name,
      },
      origin: { kind: 'workflow', id: workflowId, node: node.name, attempt: node.attempt },
      meta: this.#meta(node.jobId, 'scheduler.job.submit.v1', cause),
    });
    if (submitted.ok) return true;
    if (TRANSIENT_CODES.has(submitted.error.code)) return false;
    const { code, message } = submitted.error;
    const meta = this.#meta(node.jobId, 'scheduler.workflow.refuseNode.v1', cause);
    const { attempt } = node;
    const refusal = { type: 'refuseNode', node: node.name, attempt, code, message, now: meta.now } as const;
    orReject(await this.parts.workflows.execute(workflowStream(workflowId), refusal, meta));
    return true;
  }

  async #cancelNode(workflow: ExistingWorkflow, node: Begun, cause: RecordedEvent): Promise<void> {
    const { jobs, workflows } = this.parts;
    const { workflowId } = workflow.facts;
    const meta = this.#meta(node.jobId, 'scheduler.job.cancel.v1', cause);
    const { now } = meta;
    const cancel = { type: 'cancel', reason: 'its workflow was cancelled', now } as const;
    const cancelled = await jobs.execute(jobStream(node.jobId), cancel, meta);
    if (cancelled.ok || cancelled.error.code === 'INVALID_STATE') return;
    if (cancelled.error.code !== 'NOT_FOUND') throw new RejectedError(cancelled.error);
    const { name, attempt } = node;
    const end = { type: 'endNode', node: name, attempt, outcome: 'cancelled', endedAt: now, now } as const;
    const own = this.#meta(node.jobId, 'scheduler.workflow.endNode.v1', cause);
    orReject(await workflows.execute(workflowStream(workflowId), end, own));
  }

  async #load(workflowId: string): Promise<ExistingWorkflow | undefined> {
    const { state } = await this.parts.workflows.load(workflowStream(workflowId), { fresh: true });
    return state.status === 'none' ? undefined : state;
  }

  /** The same for the same job, whatever led to it. */
  #meta(jobId: string, command: string, cause?: RecordedEvent): CommandMeta {
    const commandId = uuidFromName('process', NAME, jobId, command);
    return {
      commandId,
      command,
      inputHash: '',
      actor: { kind: 'system', id: NAME },
      now: this.parts.clock.now(),
      correlationId: cause?.metadata.correlationId ?? commandId,
      causationId: cause?.id ?? commandId,
      ...(cause?.metadata.traceparent === undefined ? {} : { traceparent: cause.metadata.traceparent }),
    };
  }
}

interface Begun {
  readonly name: string;
  readonly attempt: number;
  readonly jobId: string;
}

const begunIn = ({ progress }: ExistingWorkflow): Begun[] =>
  Object.entries(progress).flatMap(([name, { state, attempt, jobId }]) =>
    state === 'begun' && jobId !== undefined ? [{ name, attempt, jobId }] : [],
  );

/** Where a node finds what those before it have left. */
const jobsOf = ({ progress }: ExistingWorkflow, dependsOn: readonly string[]) =>
  Object.fromEntries(
    dependsOn.flatMap((name) => {
      const jobId = progress[name]?.jobId;
      return jobId === undefined ? [] : [[`BERTH_JOB_${variableNameOf(name)}`, jobId]];
    }),
  );
