import * as agent from './agent/operations.js';
import * as admin from './auth/admin.operations.js';
import * as auth from './auth/operations.js';
import * as billing from './billing/operations.js';
import type { OperationDefinition } from './define.js';
import * as history from './history.js';
import * as inventory from './inventory/operations.js';
import * as accounts from './scheduler/accounts.js';
import * as array from './scheduler/array.js';
import * as calendarFeeds from './scheduler/calendar-feeds.js';
import * as scheduler from './scheduler/operations.js';
import * as policy from './scheduler/policy.js';
import * as quarantine from './scheduler/quarantine.js';
import * as quotas from './scheduler/quotas.js';
import * as requests from './scheduler/requests.js';
import * as reservations from './scheduler/reservations.js';
import * as schedule from './scheduler/schedule.js';
import * as simulation from './scheduler/simulation.js';
import * as usage from './scheduler/usage.js';
import * as waitlist from './scheduler/waitlist.js';
import * as workflow from './scheduler/workflow.js';
import { SERVICES } from './services.js';
import * as telemetry from './telemetry/operations.js';

const modules: readonly { readonly [name: string]: unknown }[] = [
  agent,
  admin,
  auth,
  billing,
  inventory,
  accounts,
  array,
  calendarFeeds,
  scheduler,
  policy,
  quarantine,
  quotas,
  requests,
  reservations,
  schedule,
  simulation,
  usage,
  waitlist,
  workflow,
  telemetry,
];

/** Every service answers these about its own log. */
const ofEveryService = [
  history.historyQuery,
  history.parkedQuery,
  history.replayParked,
  history.dropParked,
  history.processesQuery,
];

export const isOperation = (value: unknown): value is OperationDefinition =>
  typeof value === 'object' && value !== null && 'subject' in value && 'permission' in value;

/** Every operation that a service answers, in the order of their names. */
export const operationCatalogue: readonly OperationDefinition[] = [
  ...modules.flatMap((module) => Object.values(module).filter(isOperation)),
  ...SERVICES.flatMap((service) => ofEveryService.map((define): OperationDefinition => define(service))),
].sort((a, b) => (a.name < b.name ? -1 : 1));
