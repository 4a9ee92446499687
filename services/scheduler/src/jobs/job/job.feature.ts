import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import { JOBS } from '../../scheduler.tokens.js';
import { JobQueries } from '../views/job.queries.js';
import { jobsView } from '../views/job.view.js';
import { QueryController } from '../views/query.controller.js';
import type { JobCommand, Job } from './job.js';
import { JobController } from './job.controller.js';
import { Submissions } from './submissions.js';

export interface JobParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly visibility: Visibility;
  readonly submissions: Submissions;
  readonly jobQueries: JobQueries;
}

/** What people ask about jobs, and of them. */
export const jobFeature = ({ jobQueries, visibility, ...parts }: JobParts): Feature => ({
  controllers: [JobController, QueryController],
  providers: [
    { provide: JOBS, useValue: parts.jobs },
    { provide: Submissions, useValue: parts.submissions },
    { provide: JobQueries, useValue: jobQueries },
  ],
  projections: [jobsView],
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
