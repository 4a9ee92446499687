import { z } from 'zod';
import {
  adminRosterEvents,
  apiTokenEvents,
  claimEvents,
  deviceLoginEvents,
  keyringEvents,
  preferencesEvents,
  projectEvents,
  sessionEvents,
  userEvents,
} from './auth/events.js';
import { chargeEvents, priceEvents } from './billing/events.js';
import type { EventDefinition } from './define.js';
import { grantEvents, hostEvents, joinTokenEvents, poolEvents, poolNameEvents } from './inventory/events.js';
import { accountEvents } from './scheduler/accounts.js';
import { calendarFeedEvents } from './scheduler/calendar-feeds.js';
import { calendarEvents } from './scheduler/calendar.events.js';
import { jobEvents } from './scheduler/events.js';
import { policyEvents } from './scheduler/policy.js';
import { requestEvents } from './scheduler/request.events.js';
import { quarantineEvents } from './scheduler/quarantine.js';
import { quotaEvents } from './scheduler/quotas.js';
import { arrayEvents } from './scheduler/array.js';
import { scheduleEvents } from './scheduler/schedule.js';
import { workflowEvents } from './scheduler/workflow.js';

const groups: readonly { readonly [name: string]: EventDefinition }[] = [
  userEvents,
  projectEvents,
  sessionEvents,
  deviceLoginEvents,
  apiTokenEvents,
  preferencesEvents,
  claimEvents,
  adminRosterEvents,
  keyringEvents,
  poolNameEvents,
  poolEvents,
  hostEvents,
  grantEvents,
  joinTokenEvents,
  jobEvents,
  calendarEvents,
  policyEvents,
  requestEvents,
  accountEvents,
  calendarFeedEvents,
  quotaEvents,
  quarantineEvents,
  arrayEvents,
  scheduleEvents,
  workflowEvents,
  priceEvents,
  chargeEvents,
];

/** Every event that Berth records and publishes, in the order of their wire names. */
export const eventCatalogue: readonly EventDefinition[] = groups
  .flatMap((group) => Object.values(group))
  .sort((a, b) => (a.type < b.type ? -1 : 1));

export interface CatalogueEntry {
  readonly type: string;
  readonly description: string;
  /** JSON Schema (draft 2020-12) of the event's data. */
  readonly schema: { readonly [keyword: string]: unknown };
}

/** The catalogue as JSON Schema: what external subscribers rely on, and what is compared with the published snapshot. */
export const catalogueAsJsonSchema = (): readonly CatalogueEntry[] =>
  eventCatalogue.map(({ type, description, schema }) => {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
    return { type, description, schema: json };
  });
