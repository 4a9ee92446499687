import { describe, it } from '@jest/globals';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { GrantEvent, HostEvent, PoolEvent } from '@berth/contracts/inventory/events';
import { eventsFrom, given, memoryReadModels, survivesReplay } from '@berth/read-models/testing';
import {
  aDevice,
  drainStarted,
  happened,
  idOf,
  joined,
  lost,
  MORNING,
  reported,
  someFacts,
} from '../testing/fixtures.js';
import { devicePlacesProjection } from '../host/device-places.view.js';
import { grantsProjection } from '../grant/grants.view.js';
import { hostReservationsProjection, hostLeasesProjection } from '../facts/host-leases.view.js';
import { hostsProjection } from '../host/hosts.view.js';
import { joinTokensProjection } from '../join-token/join-tokens.view.js';
import { peopleProjection } from '../facts/people.view.js';
import { poolsProjection } from '../pool/pools.view.js';
import { projectsProjection } from '../facts/projects.view.js';

const [host, pool, user, project] = [idOf('host'), idOf('pool'), idOf('ada'), idOf('vision')];
const second = (place: number): string => new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString();

const fresh = {
  id: host,
  name: 'host',
  poolId: pool,
  publicKey: 'U',
  joinedAt: MORNING,
  labels: {},
  cpuLimits: { training: 2, inference: 4 },
};
const found = (uuid: string, more = {}) => ({
  ...aDevice(uuid),
  state: 'available' as const,
  limits: { training: 1, inference: 3 },
  missing: false,
  ...more,
});

describe('the view of hosts', () => {
  it('knows a host from its joining on', () => {
    given(hostsProjection)
      .events(joined())
      .expectDocument(host, {
        ...fresh,
        status: 'joining',
        scheduling: 'open',
        devices: [],
        lastContactAt: second(1),
      });
  });

  it('shows devices that are missing, in error and limited', () => {
    given(hostsProjection)
      .events(
        joined(),
        reported('host', [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })]),
        {
          type: 'inventory.host.deviceStateSet.v1',
          data: { hostId: host, uuid: 'GPU-2', state: 'error', reason: 'XID 79' },
        },
        {
          type: 'inventory.host.deviceLimitsSet.v1',
          data: { hostId: host, uuid: 'GPU-1', limits: { training: 2, inference: 2 } },
        },
        reported(),
      )
      .expectDocument(host, {
        ...fresh,
        status: 'online',
        scheduling: 'open',
        facts: someFacts,
        devices: [
          found('GPU-1', { limits: { training: 2, inference: 2 } }),
          found('GPU-2', { index: 1, state: 'error', stateReason: 'XID 79', missing: true }),
        ],
        lastContactAt: second(5),
      });
  });

  it('distinguishes the last contact of an agent from decisions of others', () => {
    const edited: HostEvent = {
      type: 'inventory.host.updated.v1',
      data: { hostId: host, name: 'left', labels: { rack: '7' } },
    };
    given(hostsProjection)
      .events(joined(), reported(), lost(), drainStarted(), happened('drained'), edited)
      .expectDocument(host, {
        ...fresh,
        name: 'left',
        labels: { rack: '7' },
        status: 'lost',
        scheduling: 'drained',
        schedulingReason: 'new power supply',
        facts: someFacts,
        devices: [found('GPU-1')],
        lastContactAt: second(2),
      });
  });

  it('halts on an event of a host that never joined', () => {
    given(hostsProjection)
      .events(reported())
      .expectUnfoldable(/never joined/);
  });
});

describe('the places of devices', () => {
  it('are where they were reported last', () => {
    given(devicePlacesProjection)
      .events(joined(), reported(), joined('other'), reported('other'))
      .expectDocument('GPU-1', { hostId: idOf('other') });
  });

  it('stay where they are while another host only claims them', () => {
    const claim: HostEvent = {
      type: 'inventory.host.reported.v1',
      data: { hostId: idOf('other'), facts: someFacts, devices: [found('GPU-1')], contested: ['GPU-1'] },
    };
    given(devicePlacesProjection)
      .events(joined(), reported(), joined('other'), claim)
      .expectDocument('GPU-1', { hostId: idOf('host') });
  });
});

const poolCreated: PoolEvent = {
  type: 'inventory.pool.created.v1',
  data: { poolId: pool, name: 'left', approval: false, maxQueuedPerUser: 5, createdAt: MORNING },
};
const poolUpdated: PoolEvent = {
  type: 'inventory.pool.updated.v1',
  data: { poolId: pool, approval: true, priceLabel: 'cheap' },
};

describe('the view of pools', () => {
  it('shows the policy of now', () => {
    given(poolsProjection).events(poolCreated, poolUpdated).expectDocument(pool, {
      status: 'open',
      id: pool,
      name: 'left',
      approval: true,
      priceLabel: 'cheap',
      maxQueuedPerUser: 5,
      createdAt: MORNING,
    });
  });
});

const terms = { poolId: pool, priority: 1, timeMultiplier: 1, maxHours: 48, createdAt: MORNING };
const granted: GrantEvent = {
  type: 'inventory.grant.created.v1',
  data: { grantId: idOf('grant'), projectId: project, ...terms },
};

describe('the view of grants', () => {
  it('names whom each is given to, and keeps those revoked', () => {
    given(grantsProjection)
      .events(granted, { type: 'inventory.grant.revoked.v1', data: { grantId: idOf('grant') } })
      .expectDocument(idOf('grant'), {
        ...terms,
        status: 'revoked',
        id: idOf('grant'),
        projectId: project,
        subject: `project:${project}`,
      });
  });
});

describe('the view of join tokens', () => {
  it('counts the hosts and holds no hash', () => {
    const tokenId = idOf('token');
    given(joinTokensProjection)
      .events(
        { type: 'inventory.joinToken.created.v1', data: { tokenId, poolId: pool, hash: 'secret' } },
        { type: 'inventory.joinToken.used.v1', data: { tokenId, hostId: host } },
        { type: 'inventory.joinToken.revoked.v1', data: { tokenId } },
      )
      .expectDocument(tokenId, { status: 'revoked', id: tokenId, poolId: pool, hostIds: [host] });
  });
});

const registered = { type: 'auth.user.registered.v1', data: { userId: user } };
const projectCreated = { type: 'auth.project.created.v1', data: { projectId: project, leadId: user } };
const memberAdded = { type: 'auth.project.memberAdded.v1', data: { projectId: project, userId: user } };
const memberRemoved = { type: 'auth.project.memberRemoved.v1', data: { projectId: project, userId: user } };

describe('what is known of people', () => {
  it('is that they exist, and the projects that they lead or belong to', () => {
    given(peopleProjection)
      .events(registered, projectCreated, memberAdded)
      .expectDocument(user, { status: 'known', projectIds: [project] });
  });

  it('is that they have left', () => {
    given(peopleProjection)
      .events(registered, projectCreated, memberRemoved, {
        type: 'auth.user.deleted.v1',
        data: { userId: user },
      })
      .expectDocument(user, { status: 'deleted', projectIds: [] });
  });

  it('is nothing where they only changed their name', () => {
    given(peopleProjection)
      .events({ type: 'auth.user.profileUpdated.v1', data: { userId: user } })
      .expectNoDocument(user);
  });
});

describe('what is known of projects', () => {
  it('is that they exist, or are archived', () => {
    given(projectsProjection)
      .events(projectCreated, memberAdded)
      .expectDocument(project, { archived: false });
    given(projectsProjection)
      .events(projectCreated, { type: 'auth.project.archived.v1', data: { projectId: project } })
      .expectDocument(project, { archived: true });
  });
});

const lease = (name: string) => ({
  leaseId: idOf(name),
  poolId: pool,
  jobId: idOf(name),
  projectId: project,
  run: 1,
  userId: user,
  hostId: host,
});
const leased = (name: string): CalendarEvent => ({
  type: 'scheduler.calendar.devicesLeased.v1',
  data: { ...lease(name), devices: [], class: 'training', leasedAt: MORNING },
});
const released = (name: string): CalendarEvent => ({
  type: 'scheduler.calendar.leaseReleased.v1',
  data: { ...lease(name), cause: 'runEnded', endedAt: MORNING },
});

const reservation = { ...lease('reservation'), reservationId: idOf('reservation') };
const window = { from: MORNING, until: MORNING };
const on = (...hosts: readonly string[]) =>
  hosts.map((hostId) => ({ hostId, uuid: `GPU-${hostId}`, index: 0, model: 'A100', simulated: false }));
const reserved: CalendarEvent = {
  type: 'scheduler.calendar.reserved.v1',
  data: {
    ...reservation,
    ...window,
    devices: on(host, host, idOf('other')),
    sharedWithProject: false,
    grantPriority: 1,
    reservedAt: MORNING,
  },
};
const rebooked: CalendarEvent = {
  type: 'scheduler.calendar.reservationChanged.v1',
  data: { ...reservation, ...window, devices: on(idOf('other')), changedAt: MORNING },
};
const reservationEnded: CalendarEvent = {
  type: 'scheduler.calendar.reservationEnded.v1',
  data: { ...reservation, ...window, cause: 'cancelled', started: false, endedAt: MORNING },
};

describe('the hosts of a reservation', () => {
  it('are those of its devices, as long as it has not ended', async () => {
    const scenario = given(hostReservationsProjection).events(reserved);
    scenario.expectDocument(idOf('reservation'), { hostIds: [host, idOf('other')] });
    scenario.events(rebooked).expectDocument(idOf('reservation'), { hostIds: [idOf('other')] });
    scenario.events(rebooked, reservationEnded).expectNoDocument(idOf('reservation'));
    const all = eventsFrom([reserved, rebooked, reservationEnded]);
    await survivesReplay(hostReservationsProjection, all, memoryReadModels());
  });
});

describe('the leases of a host', () => {
  it('are those that have not been released', () => {
    given(hostLeasesProjection)
      .events(leased('one'), leased('two'), released('one'))
      .expectDocument(host, { leaseIds: [idOf('two')] });
  });

  it('leave nothing behind', () => {
    given(hostLeasesProjection).events(leased('one'), released('one')).expectNoDocument(host);
  });

  it('survive duplicates and rebuilds, as all views do', async () => {
    const leases = eventsFrom([
      leased('one'),
      leased('two'),
      released('one'),
      released('two'),
      leased('three'),
    ]);
    await survivesReplay(hostLeasesProjection, leases, memoryReadModels());
    const life = eventsFrom([
      joined(),
      reported(),
      lost(),
      happened('returned'),
      drainStarted(),
      happened('drained'),
    ]);
    await survivesReplay(hostsProjection, life, memoryReadModels());
    await survivesReplay(poolsProjection, eventsFrom([poolCreated, poolUpdated]), memoryReadModels());
    const membership = eventsFrom([registered, projectCreated, memberRemoved, memberAdded]);
    await survivesReplay(peopleProjection, membership, memoryReadModels());
  });
});
