import type { ArrayEvent } from '@berth/contracts/scheduler/array';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import type { Job, JobCommand } from '../job/job.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import type { Planning } from '../origin/planning.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import type { ArrayCommand, JobArray } from './array.js';
import { ArrayController } from './array.controller.js';
import { arrayDecider } from './array.decider.js';
import { ArrayProcessManager } from './array.process-manager.js';
import { ArrayQueries } from './array.queries.js';
import { arraysView } from './array.view.js';
import { Arrays } from './arrays.js';

export interface ArrayParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly waiting: WaitingCounts;
  readonly planning: Planning;
  readonly delegated: DelegatedSubmissions;
}

/** Arrays of jobs, and what follows from the ends of their members. */
export function arrayFeature(
  { store, readModels, clock, vault }: Platform,
  { jobs, facts, visibility, waiting, planning, delegated }: ArrayParts,
): { readonly feature: Feature; readonly process: ArrayProcessManager } {
  const arrays = new Aggregates<JobArray, ArrayCommand, ArrayEvent>(store, arrayDecider);
  const queries = new ArrayQueries(readModels, visibility);
  const process = new ArrayProcessManager({ arrays, jobs, delegated, vault, clock });
  const feature: Feature = {
    controllers: [ArrayController],
    providers: [
      {
        provide: Arrays,
        useValue: new Arrays({ arrays, store, planning, waiting, facts, queries, vault }),
      },
      { provide: ArrayQueries, useValue: queries },
    ],
    projections: [arraysView],
    processManagers: [process.processManager],
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'array') return undefined;
      const projectId = await queries.projectOf(id);
      return projectId !== undefined && visibility.ofJob(identity, { projectId });
    },
  };
  return { feature, process };
}
