import type { WorkflowEvent } from '@berth/contracts/scheduler/workflow';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork, Platform } from '@berth/service-host/platform';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { runPoller } from '@berth/service-host/poller';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import type { Job, JobCommand } from '../job/job.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import type { Planning } from '../origin/planning.js';
import type { SchedulerConfig } from '../../scheduler.config.js';
import type { WorkflowCommand, Workflow } from './workflow.js';
import { WorkflowController } from './workflow.controller.js';
import { workflowDecider } from './workflow.decider.js';
import { WorkflowProcessManager } from './workflow.process-manager.js';
import { WorkflowQueries } from './workflow.queries.js';
import { workflowsView } from './workflow.view.js';
import { Workflows } from './workflows.js';

export interface WorkflowParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly planning: Planning;
  readonly delegated: DelegatedSubmissions;
}

/** Workflows, and what follows from the ends of their jobs. */
export function workflowFeature(
  { store, readModels, clock, config, log }: Platform<SchedulerConfig>,
  { jobs, facts, visibility, planning, delegated }: WorkflowParts,
) {
  const aggregates = new Aggregates<Workflow, WorkflowCommand, WorkflowEvent>(store, workflowDecider);
  const queries = new WorkflowQueries(readModels, visibility);
  const workflows = new Workflows(aggregates, planning, facts, queries);
  const process = new WorkflowProcessManager({ workflows: aggregates, jobs, delegated, clock });
  const feature: Feature = {
    controllers: [WorkflowController],
    providers: [
      { provide: Workflows, useValue: workflows },
      { provide: WorkflowQueries, useValue: queries },
    ],
    projections: [workflowsView],
    processManagers: [followWorkflows(process)],
    background: [
      delayedNodesPoller(process, queries, { everyMs: config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000, log }),
    ],
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'workflow') return undefined;
      const projectId = await queries.projectOf(id);
      return projectId !== undefined && visibility.ofJob(identity, { projectId });
    },
  };
  return { feature, workflows, aggregates, process };
}

const followWorkflows = (process: WorkflowProcessManager): ProcessManager => ({
  name: 'follow-workflows',
  startsAt: 'beginning',
  types: ['scheduler.workflow.nodesReady.v1', 'scheduler.workflow.cancelRequested.v1'],
  async handle(event) {
    const workflowId = String(event.data['workflowId']);
    if (event.type === 'scheduler.workflow.cancelRequested.v1') return process.cancel(workflowId, event);
    return process.submitReadyNodes(workflowId, event);
  },
});

/** Nodes that the full queue refused are retried, also those from before a restart. */
const delayedNodesPoller = (
  process: WorkflowProcessManager,
  queries: WorkflowQueries,
  { everyMs, log }: { readonly everyMs: number; readonly log: Logger },
): BackgroundWork => {
  let isFirstPass = true;
  const submitReadyNodes = async (signal: AbortSignal): Promise<void> => {
    const due = isFirstPass ? queries.unfinished() : process.delayed;
    for await (const workflowId of due) {
      if (signal.aborted) return;
      await process.submitReadyNodes(workflowId);
    }
    isFirstPass = false;
  };
  const name = 'submitReadyNodes-delayed-workflows';
  return {
    name,
    start: (signal) => runPoller(() => submitReadyNodes(signal), { name, everyMs, signal, log }),
  };
};
