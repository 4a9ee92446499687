import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { Grant } from '../grant/grant.js';
import { evolveHost, noHost, type Host } from '../host/host.js';
import { aDevice, idOf, joined, MORNING, reported } from '../testing/fixtures.js';
import { devicesSeen, EVERYTHING, seesHost, seesPool, sightOfGrants } from './sight.js';

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
const uuidsSeen = (sight: Parameters<typeof devicesSeen>[0], host: Host) =>
  devicesSeen(sight, host).map(({ uuid }) => uuid);

describe('what grants let somebody see', () => {
  const host = hostWith('GPU-1', 'GPU-2');

  it('is nothing without one', () => {
    const sight = sightOfGrants([]);
    assert.equal(seesPool(sight, host.poolId), false);
    assert.equal(seesHost(sight, host), false);
    assert.deepEqual(uuidsSeen(sight, host), []);
  });

  it('is a pool with all its hosts, those without devices too', () => {
    const sight = sightOfGrants([grant('pool')]);
    assert.ok(seesPool(sight, host.poolId) && seesHost(sight, host) && seesHost(sight, hostWith()));
    assert.deepEqual(uuidsSeen(sight, host), ['GPU-1', 'GPU-2']);
  });

  it('is one device, with its host and its pool', () => {
    const sight = sightOfGrants([grant('pool', { deviceUuid: 'GPU-2' })]);
    assert.ok(seesPool(sight, host.poolId) && seesHost(sight, host));
    assert.equal(seesHost(sight, hostWith('GPU-1')), false);
    assert.equal(seesHost(sight, hostWith()), false);
    assert.deepEqual(uuidsSeen(sight, host), ['GPU-2']);
  });

  it('is what several grants name together, in whatever order', () => {
    const grants = [grant('pool'), grant('pool', { deviceUuid: 'GPU-2' }), grant('other')];
    for (const order of [grants, grants.toReversed()]) {
      assert.deepEqual(uuidsSeen(sightOfGrants(order), host), ['GPU-1', 'GPU-2']);
    }
  });

  it('ends with the grant, and when the device is in another pool', () => {
    assert.equal(seesHost(sightOfGrants([grant('pool', { status: 'revoked' })]), host), false);
    assert.equal(seesHost(sightOfGrants([grant('other', { deviceUuid: 'GPU-1' })]), host), false);
  });

  it('does not matter to who sees everything', () => {
    assert.ok(seesPool(EVERYTHING, idOf('any')) && seesHost(EVERYTHING, hostWith()));
  });
});
