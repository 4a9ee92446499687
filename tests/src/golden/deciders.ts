import { apiTokenDecider } from '@berth/auth/api-token/api-token.decider';
import { claimDecider } from '@berth/auth/claim/claim.decider';
import { deviceLoginDecider } from '@berth/auth/device-login/device-login.decider';
import { keyringDecider } from '@berth/auth/keyring/keyring.decider';
import { preferencesDecider } from '@berth/auth/preferences/preferences.decider';
import { projectDecider } from '@berth/auth/project/project.decider';
import { rosterDecider } from '@berth/auth/roster/admin-roster.decider';
import { sessionDecider } from '@berth/auth/session/session.decider';
import { userDecider } from '@berth/auth/user/user.decider';
import { chargeDecider } from '@berth/billing/charge/charge.decider';
import { priceDecider } from '@berth/billing/price/price.decider';
import { grantDecider } from '@berth/inventory/grant/grant.decider';
import { hostDecider } from '@berth/inventory/host/host.decider';
import { joinTokenDecider } from '@berth/inventory/join-token/join-token.decider';
import { poolNameDecider } from '@berth/inventory/pool/pool-name';
import { poolDecider } from '@berth/inventory/pool/pool.decider';
import { accountsDecider } from '@berth/scheduler/dispatch/accounts/accounts';
import { arrayDecider } from '@berth/scheduler/jobs/array/array.decider';
import { feedDecider } from '@berth/scheduler/reservations/calendar-feed/feed';
import { calendarDecider } from '@berth/scheduler/calendar/calendar.decider';
import { jobDecider } from '@berth/scheduler/jobs/job/job.decider';
import { policyDecider } from '@berth/scheduler/queue/policy/policy';
import { quarantineDecider } from '@berth/scheduler/dispatch/quarantine/quarantine.decider';
import { quotaDecider } from '@berth/scheduler/queue/quota/quota';
import { requestDecider } from '@berth/scheduler/reservations/request/request.decider';
import { scheduleDecider } from '@berth/scheduler/jobs/schedule/schedule.decider';
import { workflowDecider } from '@berth/scheduler/jobs/workflow/workflow.decider';
import type { Decider, DomainEvent } from '@berth/service-host/decider';

type AnyDecider = Decider<unknown, never, DomainEvent>;

/** What folds the streams of each entity, by the name that its streams and its events begin with. */
export const deciders = {
  apiToken: apiTokenDecider,
  claim: claimDecider,
  deviceLogin: deviceLoginDecider,
  keyring: keyringDecider,
  preferences: preferencesDecider,
  project: projectDecider,
  adminRoster: rosterDecider,
  session: sessionDecider,
  user: userDecider,
  charge: chargeDecider,
  price: priceDecider,
  grant: grantDecider,
  host: hostDecider,
  joinToken: joinTokenDecider,
  poolName: poolNameDecider,
  pool: poolDecider,
  accounts: accountsDecider,
  array: arrayDecider,
  calendarFeed: feedDecider,
  calendar: calendarDecider,
  job: jobDecider,
  policy: policyDecider,
  quarantine: quarantineDecider,
  quota: quotaDecider,
  request: requestDecider,
  schedule: scheduleDecider,
  workflow: workflowDecider,
} as unknown as { readonly [entity: string]: AnyDecider };
