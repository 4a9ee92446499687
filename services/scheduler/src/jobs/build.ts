import type { JobEvent } from '@berth/contracts/scheduler/events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { Calendars } from '../calendars.js';
import type { FactsWing } from '../facts/build.js';
import { FactWaiter } from '../facts/fact-waiter.js';
import type { Feature } from '../feature.js';
import type { QueueWing } from '../queue/build.js';
import type { SchedulerConfig } from '../scheduler.config.js';
import { untilCurrent } from '../until-current.js';
import { ArchivedProjects } from './archived/archived-projects.js';
import { arrayFeature } from './array/array.feature.js';
import { restartGangsTogether } from './gang/gang.process-manager.js';
import { GangMembers } from './gang/gang-members.js';
import { Admissions } from './job/admissions.js';
import type { JobCommand, Job } from './job/job.js';
import { jobDecider } from './job/job.decider.js';
import { jobFeature } from './job/job.feature.js';
import { ReservationFinder } from './job/reservation-finder.js';
import { Submissions } from './job/submissions.js';
import { DelegatedSubmissions } from './origin/delegated-submissions.js';
import { notifyOrigins } from './origin/job-ended.process-manager.js';
import { Planning } from './origin/planning.js';
import { scheduleFeature } from './schedule/schedule.feature.js';
import { JobQueries } from './views/job.queries.js';
import { workflowFeature } from './workflow/workflow.feature.js';

export type JobsWing = ReturnType<typeof buildJobs>;

/** Jobs, and what they come from: people, arrays, workflows and schedules. */
export function buildJobs(
  platform: Platform<SchedulerConfig>,
  below: FactsWing & QueueWing & { readonly calendars: Calendars },
) {
  const { store, readModels, vault, clock, log, config } = platform;
  const { facts, visibility, calendars, queueIndex, policies, quotas } = below;
  const { waiting } = queueIndex;
  const jobs = new Aggregates<Job, JobCommand, JobEvent>(store, jobDecider, { cacheSize: 20_000 });
  const jobQueries = new JobQueries(readModels, store, facts, visibility);
  const gangs = new GangMembers(queueIndex, calendars, facts);

  const admissions = new Admissions(facts, new FactWaiter(facts), waiting, quotas);
  const reservations = new ReservationFinder(calendars, facts);
  const submissions = new Submissions(jobs, facts, admissions, waiting, vault, reservations);
  const submitting = { jobs, facts, admissions, submissions, reservations, waiting, vault };
  const origin = {
    jobs,
    facts,
    visibility,
    waiting,
    planning: new Planning(admissions, reservations, vault),
    delegated: new DelegatedSubmissions(submitting),
  };
  const workflows = workflowFeature(platform, origin);
  const arrays = arrayFeature(platform, origin);
  const schedules = scheduleFeature(platform, {
    ...origin,
    workflowAggregates: workflows.aggregates,
    workflows: workflows.workflows,
  });

  const everyMs = config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000;
  const whole = { jobs, queueIndex, facts, clock, log, untilCurrent: untilCurrent(platform) };
  const ends: Feature = {
    processManagers: [
      restartGangsTogether({ ...whole, calendars, members: gangs, policies }),
      notifyOrigins({
        array: (...end) => arrays.process.jobEnded(...end),
        workflow: (...end) => workflows.process.jobEnded(...end),
      }),
    ],
  };
  const archived = new ArchivedProjects({ ...whole, everyMs });
  const features: Feature[] = [
    jobFeature({ jobs, visibility, submissions, jobQueries }),
    arrays.feature,
    workflows.feature,
    schedules,
    ends,
    archived.feature,
  ];
  return { jobs, gangs, features };
}
