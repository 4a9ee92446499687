import { may } from '@berth/contracts/permissions';
import type { ForeignFacts, Platform, ServiceParts } from '@berth/service-host/platform';
import { openCalendars } from './calendars.js';
import { buildDispatch } from './dispatch/build.js';
import { buildFacts } from './facts/build.js';
import { foreignFacts } from './facts/facts.js';
import { combineFeatures } from './feature.js';
import { buildJobs } from './jobs/build.js';
import { buildQueue } from './queue/build.js';
import { buildReservations } from './reservations/build.js';
import type { SchedulerConfig } from './scheduler.config.js';
import { schedulerModule } from './scheduler.module.js';
import { buildSimulation } from './simulation/build.js';

/** Builds the scheduler, a wing at a time, from the ground up: each takes what those below it return. */
export function buildScheduler(platform: Platform<SchedulerConfig>): ServiceParts {
  const calendars = openCalendars(platform);
  const facts = buildFacts(platform);
  const queue = buildQueue(platform, { calendars, ...facts });
  const jobs = buildJobs(platform, { calendars, ...facts, ...queue });
  const dispatch = buildDispatch(platform, { calendars, ...facts, ...queue, ...jobs });
  const reservations = buildReservations(platform, { calendars, ...facts, ...queue, ...jobs, ...dispatch });
  const simulation = buildSimulation(platform, facts);

  const wings = [facts, queue, jobs, dispatch, reservations, simulation];
  const whole = combineFeatures(wings.flatMap(({ features }) => features));
  const foreign = (source: 'auth' | 'inventory'): ForeignFacts => ({
    source,
    projections: foreignFacts[source],
    onChanges: (name, changes) => facts.facts.apply(name, changes),
    handle: whole.handle,
  });
  return {
    ...whole,
    module: schedulerModule(whole.controllers, whole.providers),
    foreign: [foreign('auth'), foreign('inventory')],
    mayReadHistory: async (identity, entity, id) =>
      may(identity, 'readAll') || (await whole.mayReadHistory(identity, entity, id)),
  };
}
