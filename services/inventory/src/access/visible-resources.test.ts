import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { Grant } from '../grant/grant.decider.js';
import { evolveHost, noHost, type Host } from '../host/host.js';
import { aDevice, idOf, joined, MORNING, reported } from '../testing/fixtures.js';
import { visibleDevicesOf, EVERYTHING, canSeeHost, canSeePool, visibleByGrants } from './visibility.js';

const grant = (pool: string, more: Partial<Grant> = {}): Grant => ({
  status: 'active',
  id: idOf('grant'),
  userId: idOf('ada'),
  poolId: idOf(pool),
  priority: 1,
  timeMultiplier: 1,
  maxHours: 48,
  createdAt: MORNING,
  ...more,
});

const hostWith = (...uuids: string[]): Host => {
  const report = reported(
    'host',
    uuids.map((uuid, index) => aDevice(uuid, { index })),
  );
  const host = [joined(), report].reduce(evolveHost, noHost);
  assert.ok(host.status !== 'none');
  return host;
};
const uuidsSeen = (visible: Parameters<typeof visibleDevicesOf>[0], host: Host) =>
  visibleDevicesOf(visible, host).map(({ uuid }) => uuid);

describe('what grants make visible', () => {
  const host = hostWith('GPU-1', 'GPU-2');

  it('is nothing without one', () => {
    const visible = visibleByGrants([]);
    assert.equal(canSeePool(visible, host.poolId), false);
    assert.equal(canSeeHost(visible, host), false);
    assert.deepEqual(uuidsSeen(visible, host), []);
  });

  it('is a pool with all its hosts, those without devices too', () => {
    const visible = visibleByGrants([grant('pool')]);
    assert.ok(
      canSeePool(visible, host.poolId) && canSeeHost(visible, host) && canSeeHost(visible, hostWith()),
    );
    assert.deepEqual(uuidsSeen(visible, host), ['GPU-1', 'GPU-2']);
  });

  it('is one device, with its host and its pool', () => {
    const visible = visibleByGrants([grant('pool', { deviceUuid: 'GPU-2' })]);
    assert.ok(canSeePool(visible, host.poolId) && canSeeHost(visible, host));
    assert.equal(canSeeHost(visible, hostWith('GPU-1')), false);
    assert.equal(canSeeHost(visible, hostWith()), false);
    assert.deepEqual(uuidsSeen(visible, host), ['GPU-2']);
  });

  it('is what several grants name together, in whatever order', () => {
    const grants = [grant('pool'), grant('pool', { deviceUuid: 'GPU-2' }), grant('other')];
    for (const order of [grants, grants.toReversed()]) {
      assert.deepEqual(uuidsSeen(visibleByGrants(order), host), ['GPU-1', 'GPU-2']);
    }
  });

  it('ends with the grant, and when the device is in another pool', () => {
    assert.equal(canSeeHost(visibleByGrants([grant('pool', { status: 'revoked' })]), host), false);
    assert.equal(canSeeHost(visibleByGrants([grant('other', { deviceUuid: 'GPU-1' })]), host), false);
  });

  it('does not restrict callers who see everything', () => {
    assert.ok(canSeePool(EVERYTHING, idOf('any')) && canSeeHost(EVERYTHING, hostWith()));
  });
});
