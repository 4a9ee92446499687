import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Facts } from '../../facts/facts.js';
import { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import { Policies } from '../../queue/policy/policies.js';
import { PendingQueries } from '../../queue/pending/pending.queries.js';
import { QueueQueries } from '../../queue/order/queue.queries.js';
import { JOBS } from '../../scheduler.tokens.js';
import { JobQueries } from '../views/job.queries.js';
import { jobsView } from '../views/job.view.js';
import { QueryController } from '../views/query.controller.js';
import type { JobCommand } from './job.commands.js';
import { JobController } from './job.controller.js';
import type { Job } from './job.js';
import { Submissions } from './submissions.js';

export interface JobParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly policies: Policies;
  readonly submissions: Submissions;
  readonly jobQueries: JobQueries;
  readonly queueQueries: QueueQueries;
  readonly pending: PendingQueries;
}

/** What people ask about jobs, and of them. */
export const jobFeature = ({ jobQueries, visibility, ...parts }: JobParts): Feature => ({
  controllers: [JobController, QueryController],
  providers: [
    { provide: JOBS, useValue: parts.jobs },
    { provide: Facts, useValue: parts.facts },
    { provide: Visibility, useValue: visibility },
    { provide: Policies, useValue: parts.policies },
    { provide: Submissions, useValue: parts.submissions },
    { provide: JobQueries, useValue: jobQueries },
    { provide: QueueQueries, useValue: parts.queueQueries },
    { provide: PendingQueries, useValue: parts.pending },
  ],
  projections: [jobsView] as never,
  shownInHistory: async (identity, entity, id) => {
    const document = entity === 'job' ? await jobQueries.document(id) : undefined;
    return document && visibility.hidingDevices(identity, document);
  },
  mayReadHistory: async (identity, entity, id) => {
    if (entity !== 'job') return undefined;
    const document = await jobQueries.document(id);
    return document !== undefined && visibility.ofJob(identity, document);
  },
});
