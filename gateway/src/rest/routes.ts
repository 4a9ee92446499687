import type { Route } from './route.js';
import { accountingRoutes } from './routes/accounting.routes.js';
import { fleetRoutes } from './routes/fleet.routes.js';
import { jobRoutes } from './routes/jobs.routes.js';
import { peopleRoutes } from './routes/people.routes.js';
import { reservationRoutes } from './routes/reservations.routes.js';

/** Every route of the REST API. */
export const ROUTES: readonly Route[] = [
  ...peopleRoutes,
  ...jobRoutes,
  ...reservationRoutes,
  ...fleetRoutes,
  ...accountingRoutes,
];

/** Fields of Query, Mutation and Subscription that have no route, and why. */
export const GRAPHQL_ONLY: { readonly [field: string]: string } = {
  nodes: 'a client asks for several objects by several requests, or by the filters of a list',
};
