import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { DEFAULT_CPU_LIMITS, DEFAULT_GPU_LIMITS } from '@berth/contracts/inventory/events';
import { toPosition } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import { projectBatch } from '@berth/read-models';
import { eventsFrom, given, memoryReadModels } from '@berth/read-models/testing';
import { hostId, NOW, poolId, projectId, userId } from '../testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  conditions,
  lost,
  removed,
  returned,
  someGpus,
  stopped,
} from '../testing/foreign-events.js';
import { Facts, foreignFacts } from './facts.js';
import { hostFacts, isGone } from './host.facts.js';
import { projectFacts, userFacts } from './people.facts.js';
import { grantFacts, poolFacts } from './pool.facts.js';

const grace = idFromName('user', 'grace');
const settings = {};
const gpu = (index: number, change: object = {}) => ({
  uuid: `GPU-one-${index}`,
  index,
  model: 'Tesla T4',
  memoryMiB: 15_360,
  simulated: false,
  state: 'available' as const,
  limits: DEFAULT_GPU_LIMITS,
  ...change,
});
const host = {
  hostId,
  name: 'one',
  poolId,
  hostname: 'one',
  addresses: [],
  presence: 'online' as const,
  joinedAt: NOW,
  goneAt: null,
  onlineSince: toPosition(2),
  scheduling: 'open' as const,
  cpuCores: 16,
  memoryMiB: 65_536,
  cpuLimits: DEFAULT_CPU_LIMITS,
  adminsOnly: false,
  devices: [gpu(0), gpu(1)],
  settings,
};

describe('facts on hosts', () => {
  const joined = given(hostFacts).events(...someGpus(hostId, 2));
  it('begin when a host has joined, and are complete when it has reported', () => {
    const [registered] = someGpus(hostId, 2);
    const unknown = { hostname: '', cpuCores: 0, memoryMiB: 0, devices: [] };
    const { onlineSince: _, adminsOnly: __, ...joining } = host;
    const bare = { ...joining, ...unknown, presence: 'joining' as const };
    given(hostFacts).events(registered!).expectDocument(hostId, bare);
    joined.expectDocument(hostId, host);
  });
  it('tell since when a host is gone, and that it is back', () => {
    const LOST_AT = '2026-01-05T08:59:00.000Z';
    const gone = joined.events(lost(hostId, LOST_AT));
    const goneSince = toPosition(3);
    gone.expectDocument(hostId, { ...host, presence: 'lost', goneAt: LOST_AT, goneSince });
    gone.events(returned(hostId)).expectDocument(hostId, { ...host, goneSince, onlineSince: toPosition(4) });
    const stoppedLater = { presence: 'stopped', goneAt: LOST_AT, goneSince: toPosition(4) } as const;
    gone.events(stopped(hostId)).expectDocument(hostId, { ...host, ...stoppedLater });
    joined
      .events({ ...stopped(hostId), recordedAt: NOW })
      .expectDocument(hostId, { ...host, presence: 'stopped', goneAt: NOW, goneSince });
  });
  it('find one that was removed by its id alone, and count it gone for good', async () => {
    const gone = { ...host, presence: 'removed', goneAt: NOW, goneSince: toPosition(3) } as const;
    joined.events(removed(hostId)).expectDocument(hostId, gone);
    const facts = new Facts();
    facts.apply(hostFacts.name, [{ id: hostId, before: undefined, after: host }]);
    assert.deepEqual(facts.hostsOf(poolId), [host]);
    facts.apply(hostFacts.name, [{ id: hostId, before: host, after: gone }]);
    assert.deepEqual([facts.hostsOf(poolId), facts.hosts.get(hostId)], [[], gone]);
    assert.ok(isGone(gone));
  });
  it('tell what is wrong with it, and that real devices cannot be read meanwhile', () => {
    const found = { kind: 'devicesUnreadable', message: 'nvidia-smi does not answer' } as const;
    const state = 'unreadable' as const;
    const unreadable = joined.events(conditions(hostId, found));
    const devices = [gpu(0, { state }), gpu(1, { state })];
    unreadable.expectDocument(hostId, { ...host, conditions: [found], devices });
    unreadable.events(conditions(hostId)).expectDocument(hostId, { ...host, conditions: [] });
    const disabled = { type: 'inventory.host.deviceStateSet.v1' as const };
    const data = { hostId, uuid: 'GPU-one-1', state: 'disabled' as const };
    unreadable.events({ ...disabled, data }).expectDocument(hostId, {
      ...host,
      conditions: [found],
      devices: [gpu(0, { state }), gpu(1, { state: 'disabled' })],
      settings: { 'GPU-one-1': { state: 'disabled' } },
    });
  });
  it('tell whether it takes work', () => {
    const of = (event: string) => joined.events({ type: `inventory.host.${event}.v1`, data: { hostId } });
    of('cordoned').expectDocument(hostId, { ...host, scheduling: 'cordoned' });
    of('drainStarted').expectDocument(hostId, { ...host, scheduling: 'draining' });
    of('drainStarted')
      .events({ type: 'inventory.host.drained.v1', data: { hostId } })
      .expectDocument(hostId, { ...host, scheduling: 'draining' });
    of('cordoned')
      .events({ type: 'inventory.host.uncordoned.v1', data: { hostId } })
      .expectDocument(hostId, host);
  });
  it('keep what an admin set for a device, also while the device is missing', () => {
    const [, report] = someGpus(hostId, 2);
    const [, oneLess] = someGpus(hostId, 1);
    const disabled = {
      type: 'inventory.host.deviceStateSet.v1',
      data: { hostId, uuid: 'GPU-one-1', state: 'disabled' },
    };
    const limited = {
      type: 'inventory.host.deviceLimitsSet.v1',
      data: { hostId, uuid: 'GPU-one-1', limits: { training: 2, inference: 0 } },
    };
    const set = { state: 'disabled' as const, limits: { training: 2, inference: 0 } };
    const expected = { ...host, devices: [gpu(0), gpu(1, set)], settings: { 'GPU-one-1': set } };
    const edited = joined.events(disabled, limited);
    edited.expectDocument(hostId, expected);
    edited.events(oneLess!).expectDocument(hostId, { ...expected, devices: [gpu(0)] });
    edited.events(oneLess!, report!).expectDocument(hostId, expected);
  });
  it('follow edits of the host', () => {
    const data = { hostId, name: 'two', poolId: projectId, cpuLimits: { training: 1, inference: 1 } };
    joined.events({ type: 'inventory.host.updated.v1', data }).expectDocument(hostId, { ...host, ...data });
  });
  it('cannot be folded without a beginning', () => {
    given(hostFacts)
      .events(returned(hostId))
      .expectUnfoldable(/never registered/);
  });
  it('say of which hosts nobody can speak', () => {
    const presences = ['joining', 'online', 'lost', 'stopped'] as const;
    assert.deepEqual(
      presences.map((presence) => isGone({ ...host, presence })),
      [false, false, true, true],
    );
  });
});

describe('facts on pools, grants and people', () => {
  it('follow a pool', () => {
    const pool = { poolId, name: 'lab', approval: false, maxQueuedPerUser: 100 };
    const made = given(poolFacts).events(aPool());
    made.expectDocument(poolId, pool);
    made
      .events({ type: 'inventory.pool.updated.v1', data: { poolId, approval: true, maxQueuedPerUser: 2 } })
      .expectDocument(poolId, { ...pool, approval: true, maxQueuedPerUser: 2 });
    given(poolFacts)
      .events({ type: 'inventory.pool.updated.v1', data: { poolId } })
      .expectUnfoldable(/never created/);
  });
  it('forget a grant that was revoked', () => {
    const grantId = idFromName('grant', 'one');
    const granted = given(grantFacts).events(aGrant({ grantId, deviceUuid: 'GPU-1' }));
    granted.expectDocument(grantId, {
      grantId,
      userId,
      projectId: null,
      poolId,
      deviceUuid: 'GPU-1',
      priority: 1,
      timeMultiplier: 1,
      maxHours: 48,
      createdAt: NOW,
    } as never);
    granted.events({ type: 'inventory.grant.revoked.v1', data: { grantId } }).expectNoDocument(grantId);
  });
  it('follow the members of a project', () => {
    const made = given(projectFacts).events(aProject());
    const project = { projectId, name: 'vision', archived: false, members: { [userId]: 'lead' as const } };
    made.expectDocument(projectId, project);
    const added = made.events({
      type: 'auth.project.memberAdded.v1',
      data: { projectId, userId: grace, memberRole: 'member' },
    });
    added.expectDocument(projectId, {
      ...project,
      members: { [userId]: 'lead', [grace]: 'member' },
    });
    added
      .events({ type: 'auth.project.memberRemoved.v1', data: { projectId, userId: grace } })
      .expectDocument(projectId, project);
    made
      .events({ type: 'auth.project.archived.v1', data: { projectId } })
      .expectDocument(projectId, { ...project, archived: true });
  });
  it('follow status and role of a user, and nothing else', () => {
    const user = { userId, status: 'active' as const, role: 'member' as const };
    const made = given(userFacts).events(aUser());
    made.expectDocument(userId, user);
    for (const [event, status] of [
      ['suspended', 'suspended'],
      ['deleted', 'deleted'],
      ['activated', 'active'],
    ] as const) {
      made
        .events({ type: `auth.user.${event}.v1`, data: { userId } })
        .expectDocument(userId, { ...user, status });
    }
    made
      .events({ type: 'auth.user.roleSet.v1', data: { userId, role: 'operator' } })
      .expectDocument(userId, { ...user, role: 'operator' });
    made.events({ type: 'auth.user.profileUpdated.v1', data: { userId } }).expectDocument(userId, user);
  });
});

describe('facts in memory', () => {
  it('are what was copied, also after a restart, and follow changes', async () => {
    const readModels = memoryReadModels();
    const facts = new Facts();
    const heard: string[] = [];
    facts.onChange((projection) => heard.push(projection));
    const all = [aUser(), aProject(), aPool(), aGrant(), ...someGpus(hostId, 2)];
    for (const projection of [...foreignFacts.auth, ...foreignFacts.inventory]) {
      const folded = await projectBatch(projection as never, readModels, eventsFrom(all), { source: 'test' });
      facts.apply(projection.name, folded.changes);
    }
    const again = new Facts();
    await again.load(readModels);
    for (const each of [facts, again]) {
      assert.equal(each.users.get(userId)?.role, 'member');
      assert.equal(each.projects.find('name', 'vision')[0]?.projectId, projectId);
      assert.deepEqual(
        each.projects.find('member', userId).map(({ name }) => name),
        ['vision'],
      );
      assert.equal(each.pools.find('name', 'lab')[0]?.poolId, poolId);
      assert.deepEqual(
        each.hostsOf(poolId).map(({ name }) => name),
        ['one'],
      );
      assert.ok(each.entitlements.of({ userId, projectId, staff: false }, poolId));
    }
    assert.deepEqual(new Set(heard).size, 5);
    facts.apply(hostFacts.name, [{ id: hostId, before: undefined, after: { ...host, poolId: projectId } }]);
    assert.deepEqual([facts.hostsOf(poolId).length, facts.hostsOf(projectId).length], [0, 1]);
    facts.apply(grantFacts.name, [
      { id: [...facts.grants.values()][0]!.grantId, before: undefined, after: undefined },
    ]);
    assert.equal(facts.entitlements.of({ userId, projectId, staff: false }, poolId), undefined);
  });
});
