import assert from 'node:assert/strict';
import { beforeEach, describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { PageOf } from '@berth/contracts/fields';
import { systemClock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { PageRequest } from '@berth/service-host/paging';
import { EVERYTHING, type VisibleResources } from '../access/visibility.js';
import { Heartbeats } from '../host/heartbeats.js';
import { aDevice, drainStarted, idOf, joined, lost, reported } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { HostQueries } from './host-queries.js';

const only = (pool: string, ...uuids: string[]): VisibleResources => ({
  kind: 'granted',
  pools: new Map([[idOf(pool), uuids.length === 0 ? 'whole' : new Set(uuids)]]),
});

let seen: ProjectedEvents;
let queries: HostQueries;
let heartbeats: Heartbeats;

/** Seven hosts in two pools, some of one name; the fourth has no device, the others two each. */
beforeEach(async () => {
  seen = new ProjectedEvents();
  for (let n = 0; n < 7; n += 1) {
    const host = `host-${n}`;
    const devices = [1, 0].map((index) =>
      aDevice(`GPU-${n}-${index}`, { index, model: n % 2 ? 'T4' : 'A100' }),
    );
    await seen.see(
      joined(host, n < 5 ? 'left' : 'right', `rack ${Math.floor(n / 3)}`),
      reported(host, n === 3 ? [] : devices),
    );
  }
  heartbeats = new Heartbeats(systemClock, () => 0);
  queries = new HostQueries(seen.readModels, heartbeats);
});

/** All of a list, by pages of a size. */
async function walk<T>(
  list: (page: PageRequest) => Promise<PageOf<T>>,
  size: number,
  backwards: boolean,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let turn = 0; turn < 100; turn += 1) {
    const page = await list(
      backwards ? { first: 50, last: size, before: cursor } : { first: size, after: cursor },
    );
    const nodes = page.items.map(({ node }) => node);
    found[backwards ? 'unshift' : 'push'](...nodes);
    cursor = page.items.at(backwards ? 0 : -1)?.cursor;
    if (!(backwards ? page.hasPreviousPage : page.hasNextPage)) return found;
  }
  throw new Error('pages without end');
}

describe('the list of devices', () => {
  it('is narrowed by state, by a part of what a device is called, and by whether it is missing', async () => {
    await seen.see(
      reported('host-1', [aDevice('GPU-1-1', { index: 1, model: 'T4', pciBusId: '0000:3B:00.0' })]),
    );
    const uuids = async (asked: object) =>
      (await queries.devices({ first: 200, ...asked }, EVERYTHING)).items.map(({ node }) => node.uuid);
    assert.deepEqual(await uuids({ search: 'gpu-1-' }), ['GPU-1-0', 'GPU-1-1']);
    assert.deepEqual(await uuids({ search: '3b:00' }), ['GPU-1-1']);
    assert.deepEqual(await uuids({ search: 't4', missing: false }), ['GPU-1-1', 'GPU-5-0', 'GPU-5-1']);
    assert.deepEqual(await uuids({ missing: true }), ['GPU-1-0']);
    assert.deepEqual(await uuids({ states: ['disabled', 'error'] }), []);
    assert.equal((await uuids({ states: ['available'] })).length, 12);
    const page = await queries.devices({ first: 1, count: true, search: 'gpu-1-' }, EVERYTHING);
    assert.deepEqual([page.hasNextPage, page.totalCount], [true, 2]);
  });

  it('is the same in pages of any size, both ways, for every caller', async () => {
    const visibility = [
      EVERYTHING,
      only('left'),
      only('left', 'GPU-0-1', 'GPU-2-0', 'GPU-4-1'),
      only('right'),
    ];
    for (const visible of visibility) {
      const whole = (await queries.devices({ first: 200 }, visible)).items.map(({ node }) => node);
      assert.ok(whole.length > 0);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 14 }), fc.boolean(), async (size, backwards) => {
          assert.deepEqual(await walk((page) => queries.devices(page, visible), size, backwards), whole);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('holds what the viewer may see and nothing else', async () => {
    const uuids = async (visible: VisibleResources, filter = {}) =>
      (await queries.devices({ first: 50, ...filter }, visible)).items.map(({ node }) => node.uuid).sort();
    assert.equal((await uuids(EVERYTHING)).length, 12);
    assert.deepEqual(await uuids(only('left', 'GPU-0-1', 'GPU-5-0')), ['GPU-0-1']);
    assert.deepEqual(await uuids(only('elsewhere')), []);
    assert.deepEqual(await uuids(only('right'), { poolId: idOf('left') }), []);
    assert.deepEqual(await uuids(only('right'), { hostId: idOf('host-0') }), []);
    assert.deepEqual(await uuids(EVERYTHING, { hostId: idOf('host-5') }), ['GPU-5-0', 'GPU-5-1']);
    assert.deepEqual(await uuids(only('right'), { model: 't4' }), ['GPU-5-0', 'GPU-5-1']);
  });

  it('goes on behind a cursor whose device is gone meanwhile', async () => {
    const first = await queries.devices({ first: 3 }, EVERYTHING);
    const last = first.items.at(-1);
    assert.ok(last);
    await seen.see(reported(hostNamed(last.node.hostId), []));
    const rest = await queries.devices({ first: 50, after: last.cursor }, only('right'));
    assert.equal(rest.items.length, 4);
  });

  it('says which cursor is wrong', async () => {
    const wrong = (field: string) => (error: unknown) =>
      error instanceof RejectedError && error.rejection.field === field;
    await assert.rejects(queries.devices({ first: 1, after: 'x' }, EVERYTHING), wrong('after'));
    await assert.rejects(
      queries.devices({ first: 1, last: 1, before: 'WzEsMl0' }, EVERYTHING),
      wrong('before'),
    );
    await assert.rejects(queries.devices({ first: 1, after: 'a', before: 'b' }, EVERYTHING), wrong('before'));
  });
});

const hostNamed = (hostId: string): string =>
  [0, 1, 2, 3, 4, 5, 6].map((n) => `host-${n}`).find((name) => idOf(name) === hostId) ?? '';

describe('the list of hosts', () => {
  const names = async (visible: VisibleResources, filter = {}) =>
    (await queries.page({ first: 50, ...filter }, visible)).items.map(({ node }) => node.name);

  it('is in order of name, and found by pool and part of a name', async () => {
    assert.deepEqual(await names(EVERYTHING), [
      'rack 0',
      'rack 0',
      'rack 0',
      'rack 1',
      'rack 1',
      'rack 1',
      'rack 2',
    ]);
    assert.deepEqual(await names(EVERYTHING, { poolId: idOf('right') }), ['rack 1', 'rack 2']);
    assert.deepEqual(await names(EVERYTHING, { search: 'CK 2' }), ['rack 2']);
    assert.equal((await names(EVERYTHING, { search: 'gpu-1.LAB' })).length, 7);
  });

  it('is narrowed by status and by whether hosts take new work', async () => {
    await seen.see(lost('host-0'), drainStarted('host-1'));
    assert.deepEqual(await names(EVERYTHING, { statuses: ['lost'] }), ['rack 0']);
    assert.equal((await names(EVERYTHING, { statuses: ['lost', 'online'] })).length, 7);
    assert.deepEqual(await names(EVERYTHING, { schedulings: ['draining'] }), ['rack 0']);
    assert.equal((await names(EVERYTHING, { schedulings: ['open'] })).length, 6);
    assert.deepEqual(await names(EVERYTHING, { statuses: ['lost'], schedulings: ['draining'] }), []);
    const counted = await queries.page({ first: 1, count: true, schedulings: ['open'] }, EVERYTHING);
    assert.equal(counted.totalCount, 6);
  });

  it('shows the viewer the granted devices only, and no addresses', async () => {
    const page = await queries.page({ first: 50 }, only('left', 'GPU-0-1'));
    assert.equal(page.items.length, 1);
    assert.equal(page.hasNextPage, false);
    const [host] = page.items.map(({ node }) => node);
    assert.deepEqual([host?.devices.map(({ uuid }) => uuid), host?.facts?.addresses], [['GPU-0-1'], []]);
  });

  it('leaves out by id what it hides', async () => {
    const ids = [idOf('host-0'), idOf('host-5'), idOf('nobody')];
    const found = async (visible: VisibleResources) =>
      (await queries.byIds(ids, visible)).map(({ id }) => id).sort();
    assert.deepEqual(await found(EVERYTHING), [idOf('host-0'), idOf('host-5')].sort());
    assert.deepEqual(await found(only('right')), [idOf('host-5')]);
  });

  it('shows the last heartbeat of a host', async () => {
    const lastSeen = async () => (await queries.byIds([idOf('host-0')], EVERYTHING))[0]?.lastSeen;
    assert.equal(await lastSeen(), '2026-01-01T00:00:02.000Z');
    heartbeats.restore(idOf('host-0'), '2026-02-02T00:00:00.000Z');
    assert.equal(await lastSeen(), '2026-02-02T00:00:00.000Z');
  });

  it('gives a reason for a missing device', async () => {
    await seen.see(reported('host-0', [aDevice('GPU-0-0')]));
    const [host] = await queries.byIds([idOf('host-0')], EVERYTHING);
    const gone = host?.devices.find(({ uuid }) => uuid === 'GPU-0-1');
    assert.deepEqual([gone?.missing, gone?.stateReason], [true, "not in the agent's latest report"]);
  });
});
