import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { apiTokenDecider } from '@berth/auth/api-token/api-token.decider';
import { claimDecider } from '@berth/auth/claim/claim.decider';
import { keyringDecider } from '@berth/auth/keyring/keyring.decider';
import { projectDecider } from '@berth/auth/project/project.decider';
import { rosterDecider } from '@berth/auth/roster/admin-roster.decider';
import { sessionDecider } from '@berth/auth/session/session.decider';
import { userDecider } from '@berth/auth/user/user.decider';
import { projectsView } from '@berth/auth/views/projects.view';
import { sessionsView } from '@berth/auth/views/sessions.view';
import { usersView } from '@berth/auth/views/users.view';
import { chargeDecider } from '@berth/billing/charge/charge.decider';
import { charges } from '@berth/billing/charge/charges.view';
import { leases } from '@berth/billing/lease/leases.view';
import { priceDecider } from '@berth/billing/price/price.decider';
import { prices } from '@berth/billing/price/prices.view';
import { eventCatalogue } from '@berth/contracts/catalogue';
import { upcast } from '@berth/contracts/upcast';
import type { RecordedEvent } from '@berth/event-store';
import { grantDecider } from '@berth/inventory/grant/grant.decider';
import { hostDecider } from '@berth/inventory/host/host.decider';
import { joinTokenDecider } from '@berth/inventory/join-token/join-token.decider';
import { poolNameDecider } from '@berth/inventory/pool/pool-name';
import { poolDecider } from '@berth/inventory/pool/pool.decider';
import { grantsProjection } from '@berth/inventory/views/grants.view';
import { hostsProjection } from '@berth/inventory/views/hosts.view';
import { poolsProjection } from '@berth/inventory/views/pools.view';
import type { JsonObject } from '@berth/kernel/json';
import { foldBatch, type Projection } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { calendarDecider } from '@berth/scheduler/calendar/calendar.decider';
import { hostFacts } from '@berth/scheduler/facts/host.facts';
import { projectFacts, userFacts } from '@berth/scheduler/facts/people.facts';
import { grantFacts, poolFacts } from '@berth/scheduler/facts/pool.facts';
import { jobDecider } from '@berth/scheduler/job/job.decider';
import { jobsView } from '@berth/scheduler/views/job.view';
import type { Decider, DomainEvent } from '@berth/service-host/decider';

/**
 * Events as earlier versions recorded them, one file a service and version; they are only ever added to. This version
 * must still understand each, fold every stream, and project it.
 */
const GOLDEN = new URL('../golden/', import.meta.url);

type AnyDecider = Decider<unknown, never, DomainEvent>;
const deciders = {
  apiToken: apiTokenDecider,
  claim: claimDecider,
  keyring: keyringDecider,
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
  calendar: calendarDecider,
  job: jobDecider,
} as unknown as { readonly [entity: string]: AnyDecider };

const views: { readonly [service: string]: readonly unknown[] } = {
  auth: [usersView, projectsView, sessionsView, projectFacts, userFacts],
  inventory: [hostsProjection, poolsProjection, grantsProjection, hostFacts, poolFacts, grantFacts],
  scheduler: [jobsView, leases],
  billing: [prices, charges],
};

for (const file of readdirSync(GOLDEN)) {
  const service = file.split('.')[0] ?? '';
  const events = (JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as RecordedEvent[]).map((event) =>
    upcast(event),
  );

  describe(`the golden events of ${file}`, () => {
    it('are valid by the catalogue', () => {
      for (const { type, data } of events) {
        const definition = eventCatalogue.find((each) => each.type === type);
        assert.ok(definition, `${type} is not in the catalogue and has no upcaster`);
        const parsed = definition.schema.safeParse(data);
        assert.ok(parsed.success, `${type}: ${parsed.error?.message}`);
      }
    });

    it('fold into a state, stream by stream', () => {
      for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
        const decider = deciders[stream.split(':')[0] ?? ''];
        assert.ok(decider, `no aggregate folds ${stream}`);
        own.reduce((state, event) => decider.evolve(state, event), decider.initialState);
      }
    });

    for (const view of (views[service] ?? []) as readonly Projection<JsonObject>[]) {
      it(`are projected by ${view.name}`, async () => {
        const collection = memoryReadModels().collection(view.collection);
        const { failure, changes } = await foldBatch(view, collection, events);
        assert.equal(failure, undefined);
        assert.ok(changes.length > 0, 'nothing came of them');
      });
    }
  });
}
