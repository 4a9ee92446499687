import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { builder } from './builder.js';
import '../accounts/account.operations.js';
import '../accounts/session.mutations.js';
import '../accounts/session.queries.js';
import '../device-login/device-login.operations.js';
import '../projects/project.operations.js';
import '../hosts/host.operations.js';
import '../hosts/usage-history.queries.js';
import '../hosts/pool.operations.js';
import '../hosts/account.operations.js';
import '../jobs/job.queries.js';
import '../jobs/bulk.mutations.js';
import '../jobs/job.mutations.js';
import '../workflows/array.operations.js';
import '../workflows/batch.mutation.js';
import '../workflows/workflow.operations.js';
import '../workflows/schedule.operations.js';
import '../workflows/job-origin.field.js';
import '../reservations/conflict.fields.js';
import '../reservations/reservation.queries.js';
import '../reservations/reservation.mutations.js';
import '../reservations/maintenance.operations.js';
import '../pending/pending.operations.js';
import '../pending/queue.subscriptions.js';
import '../policy/policy.operations.js';
import '../policy/quota.operations.js';
import '../policy/fair-share.queries.js';
import '../requests/request.operations.js';
import '../calendar-feeds/feed.operations.js';
import '../waitlist/waitlist.operations.js';
import '../reservations/connection.field.js';
import '../simulation/simulation.operations.js';
import '../billing/billing.operations.js';
import '../audit/audit.operations.js';
import '../search/search.queries.js';
import '../live/job-output.fields.js';
import '../live/log-search.queries.js';
import '../live/live.subscriptions.js';

/** Each import above adds its feature's types and fields to the builder. */
export const schema: GraphQLSchema = builder.toSchema();

/** The snapshot that is kept in the repository. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
