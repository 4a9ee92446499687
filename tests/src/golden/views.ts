import { apiTokensView } from '@berth/auth/api-token/api-tokens.view';
import { deviceLoginsView } from '@berth/auth/device-login/device-logins.view';
import { membershipsView } from '@berth/auth/project/memberships.view';
import { projectsView } from '@berth/auth/project/projects.view';
import { sessionsView } from '@berth/auth/session/sessions.view';
import { usersView } from '@berth/auth/user/users.view';
import { pools } from '@berth/billing/access/pools.view';
import { projectMembers } from '@berth/service-host/project-members.view';
import { charges, overnight } from '@berth/billing/charge/charges.view';
import { leases } from '@berth/billing/lease/leases.view';
import { prices } from '@berth/billing/price/prices.view';
import { usageDays } from '@berth/billing/usage/usage-days.view';
import { devicePlacesProjection } from '@berth/inventory/host/device-places.view';
import { grantsProjection } from '@berth/inventory/grant/grants.view';
import { hostReservationsProjection, hostLeasesProjection } from '@berth/inventory/facts/host-leases.view';
import { hostsProjection } from '@berth/inventory/host/hosts.view';
import { joinTokensProjection } from '@berth/inventory/join-token/join-tokens.view';
import { peopleProjection } from '@berth/inventory/facts/people.view';
import { poolsProjection } from '@berth/inventory/pool/pools.view';
import { projectsProjection } from '@berth/inventory/facts/projects.view';
import type { JsonObject } from '@berth/kernel/json';
import type { Projection } from '@berth/read-models';
import { accountsView } from '@berth/scheduler/dispatch/accounts/account-index';
import { arraysView } from '@berth/scheduler/jobs/array/array.view';
import { feedReservationsView } from '@berth/scheduler/reservations/calendar-feed/feed-reservations.view';
import { feedsView } from '@berth/scheduler/reservations/calendar-feed/feeds.view';
import { hostFacts } from '@berth/scheduler/facts/host.facts';
import { projectFacts, userFacts } from '@berth/scheduler/facts/people.facts';
import { grantFacts, poolFacts } from '@berth/scheduler/facts/pool.facts';
import { schedulingStates } from '@berth/scheduler/queue/waiting/scheduling-states.view';
import { policiesView } from '@berth/scheduler/queue/policy/policies';
import { quarantinesView } from '@berth/scheduler/dispatch/quarantine/quarantines';
import { quotasView } from '@berth/scheduler/queue/quota/quotas';
import { requestsView } from '@berth/scheduler/reservations/request/requests.view';
import { maintenanceView } from '@berth/scheduler/reservations/reservation/maintenance.view';
import {
  reservationDevicesView,
  reservationsView,
} from '@berth/scheduler/reservations/reservation/reservation.view';
import { schedulesView } from '@berth/scheduler/jobs/schedule/schedule.view';
import { usageView } from '@berth/scheduler/queue/usage/usage.view';
import { jobsView } from '@berth/scheduler/jobs/views/job.view';
import { workflowsView } from '@berth/scheduler/jobs/workflow/workflow.view';
import { removedHosts } from '@berth/telemetry/intake/removed-hosts.view';
import { jobDirectory } from '@berth/telemetry/jobs/job-directory.view';
import { deviceHosts } from '@berth/telemetry/samples/device-hosts.view';

/** What is projected from each service's events, its own views and other services' copies of its facts. */
export const views = {
  auth: [
    usersView,
    sessionsView,
    deviceLoginsView,
    apiTokensView,
    projectsView,
    membershipsView,
    peopleProjection,
    projectsProjection,
    projectFacts,
    userFacts,
    projectMembers,
  ],
  inventory: [
    hostsProjection,
    poolsProjection,
    grantsProjection,
    joinTokensProjection,
    devicePlacesProjection,
    hostFacts,
    poolFacts,
    grantFacts,
    pools,
    deviceHosts,
    removedHosts,
  ],
  scheduler: [
    jobsView,
    schedulingStates,
    arraysView,
    workflowsView,
    schedulesView,
    reservationsView,
    reservationDevicesView,
    maintenanceView,
    requestsView,
    policiesView,
    quarantinesView,
    quotasView,
    usageView,
    accountsView,
    feedsView,
    feedReservationsView,
    hostLeasesProjection,
    hostReservationsProjection,
    leases,
    jobDirectory,
  ],
  billing: [prices, charges, usageDays, overnight],
} as unknown as { readonly [service: string]: readonly Projection<JsonObject>[] };
