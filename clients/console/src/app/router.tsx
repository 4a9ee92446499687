import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { chargesSearch, usageSearch } from '../accounting/search.js';
import { calendarSearch } from '../calendar/range.js';
import { Loading } from '../design/states.js';
import { freeSearch } from '../free/search.js';
import { asOfSearch, historySearch } from '../history/search.js';
import { peopleSearch, projectsSearch } from '../people/search.js';
import { hostsSearch } from '../hosts/hosts-search.js';
import { reservationsSearch } from '../reservations/search.js';
import { jobsPlaceOf } from '../jobs/job-filters.js';
import { jobPlaceOf } from '../jobs/job-place.js';
import { FailedScreen, NotFoundPage } from './failures.js';
import { App } from './shell.js';

const root = createRootRoute({ component: App, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home.page.js'), 'HomePage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings.page.js'), 'SettingsPage'),
});

const hosts = createRoute({
  getParentRoute: () => root,
  path: '/hosts',
  validateSearch: hostsSearch,
  component: lazyRouteComponent(() => import('../hosts/hosts.page.js'), 'HostsPage'),
});

const host = createRoute({
  getParentRoute: () => root,
  path: '/hosts/$id',
  component: lazyRouteComponent(() => import('../hosts/host.page.js'), 'HostPage'),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: calendarSearch,
  component: lazyRouteComponent(() => import('../calendar/calendar.page.js'), 'CalendarPage'),
});

const free = createRoute({
  getParentRoute: () => root,
  path: '/free',
  validateSearch: freeSearch,
  component: lazyRouteComponent(() => import('../free/free.page.js'), 'FreePage'),
});

const reservations = createRoute({
  getParentRoute: () => root,
  path: '/reservations',
  validateSearch: reservationsSearch,
  component: lazyRouteComponent(() => import('../reservations/reservations.page.js'), 'ReservationsPage'),
});

const reservation = createRoute({
  getParentRoute: () => root,
  path: '/reservations/$id',
  component: lazyRouteComponent(() => import('../reservations/reservation.page.js'), 'ReservationPage'),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/jobs',
  validateSearch: jobsPlaceOf,
  component: lazyRouteComponent(() => import('../jobs/jobs.page.js'), 'JobsPage'),
});

const submitJob = createRoute({
  getParentRoute: () => root,
  path: '/jobs/new',
  validateSearch: ({ from }: { readonly [name: string]: unknown }): { readonly from?: string } =>
    typeof from === 'string' ? { from } : {},
  component: lazyRouteComponent(() => import('../jobs/submit.page.js'), 'SubmitPage'),
});

const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$id',
  validateSearch: jobPlaceOf,
  component: lazyRouteComponent(() => import('../jobs/job.page.js'), 'JobPage'),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../requests/inbox.page.js'), 'InboxPage'),
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import('../accounting/usage.page.js'), 'UsagePage'),
});

const charges = createRoute({
  getParentRoute: () => root,
  path: '/charges',
  validateSearch: chargesSearch,
  component: lazyRouteComponent(() => import('../accounting/charges.page.js'), 'ChargesPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account.page.js'), 'AccountPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('../people/people.page.js'), 'PeoplePage'),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: projectsSearch,
  component: lazyRouteComponent(() => import('../people/projects.page.js'), 'ProjectsPage'),
});

const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('../history/history.page.js'), 'HistoryPage'),
});

const asOf = createRoute({
  getParentRoute: () => root,
  path: '/history/reservations',
  validateSearch: asOfSearch,
  component: lazyRouteComponent(() => import('../history/as-of.page.js'), 'AsOfPage'),
});

const system = createRoute({
  getParentRoute: () => root,
  path: '/system',
  component: lazyRouteComponent(() => import('../system/system.page.js'), 'SystemPage'),
});

const grants = createRoute({
  getParentRoute: () => root,
  path: '/grants',
  component: lazyRouteComponent(() => import('../limits/grants.page.js'), 'GrantsPage'),
});

const quotas = createRoute({
  getParentRoute: () => root,
  path: '/quotas',
  component: lazyRouteComponent(() => import('../limits/quotas.page.js'), 'QuotasPage'),
});

const prices = createRoute({
  getParentRoute: () => root,
  path: '/prices',
  component: lazyRouteComponent(() => import('../limits/prices.page.js'), 'PricesPage'),
});

/** Whoever has an account by now has nothing to do there: the home page. */
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('../home/home.page.js'), 'HomePage'),
});

/** Every screen by its address; each is a file that is loaded when it is opened first. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    settings,
    hosts,
    host,
    calendar,
    free,
    reservations,
    reservation,
    jobs,
    submitJob,
    job,
    inbox,
    usage,
    charges,
    account,
    people,
    projects,
    history,
    asOf,
    system,
    grants,
    quotas,
    prices,
    register,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: FailedScreen,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
