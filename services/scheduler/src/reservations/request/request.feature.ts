import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import type { Feature } from '../../feature.js';
import type { JobCommand, Job } from '../../jobs/job/job.js';
import type { Policies } from '../../queue/policy/policies.js';
import { requestStream } from '../../streams.js';
import { rejectOfArchived } from './archived.js';
import { Decisions } from './decisions.js';
import { followCalendar, fulfilRequests, withdrawEntries } from './fulfilment.js';
import type { RequestCommand, Request } from './request.js';
import { REQUEST_STORE, REQUESTS, RequestController } from './request.controller.js';
import { requestDecider } from './request.decider.js';
import { RequestQueries } from './request.queries.js';
import { Requests } from './requests.js';
import { requestsView } from './requests.view.js';

export interface RequestFeatureParts {
  readonly facts: Facts;
  readonly policies: Policies;
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly untilCurrent: () => Promise<void>;
}

/** Requests without a command, and the inbox of those who decide on them and on jobs. */
export function requestFeature(
  { store, readModels, clock }: Pick<Platform, 'store' | 'readModels' | 'clock'>,
  { facts, policies, jobs, calendars, untilCurrent }: RequestFeatureParts,
): Feature {
  const aggregates = new Aggregates<Request, RequestCommand, RequestEvent>(store, requestDecider);
  const fulfilment = { requests: aggregates, calendars, facts, policies, clock };
  return {
    controllers: [RequestController],
    providers: [
      { provide: REQUESTS, useValue: aggregates },
      { provide: REQUEST_STORE, useValue: store },
      { provide: Requests, useValue: new Requests(aggregates, facts, policies) },
      { provide: Decisions, useValue: new Decisions(aggregates, jobs) },
      { provide: RequestQueries, useValue: new RequestQueries(readModels) },
    ],
    projections: [requestsView],
    processManagers: [fulfilRequests(fulfilment), followCalendar(fulfilment), withdrawEntries(fulfilment)],
    handle: rejectOfArchived({ requests: aggregates, readModels, clock, untilCurrent }),
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'request') return undefined;
      const { state } = await aggregates.load(requestStream(id));
      return state.status !== 'none' && state.facts.userId === identity.userId;
    },
  };
}
