import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { aDevice, idOf, joined, lost, MORNING, reported, someFacts } from '../testing/fixtures.js';
import type { HostCommand } from './host.js';
import { hostDecider } from './host.decider.js';

const hostId = idOf('host');
const remove: HostCommand = { type: 'removeHost', hostId, reason: 'sold', now: MORNING };
const removed = {
  type: 'inventory.host.removed.v1',
  data: { hostId, reason: 'sold', removedAt: MORNING },
} as const;
const gone = given(hostDecider).events(joined(), reported(), removed);

describe('removing a host', () => {
  it('is done once, whatever is heard of the host', () => {
    given(hostDecider).events(joined()).when(remove).then(removed).and.when(remove).nothing();
    given(hostDecider).events(joined(), reported(), lost()).when(remove).then(removed);
    given(hostDecider).when(remove).refused('NOT_FOUND');
  });

  it('is forever: its agent and its key are refused', () => {
    const facts = someFacts;
    const fromAgent: readonly HostCommand[] = [
      { type: 'reportHost', hostId, facts, devices: [aDevice('GPU-1')], now: MORNING },
      { type: 'failDevice', hostId, uuid: 'GPU-1', reason: 'XID 79' },
      { type: 'stopHost', hostId },
      {
        type: 'registerHost',
        hostId,
        poolId: idOf('pool'),
        name: 'host',
        publicKey: 'U',
        joinTokenId: idOf('token'),
        joinedAt: MORNING,
      },
    ];
    for (const command of fromAgent) gone.when(command).refused('FORBIDDEN');
  });

  it('leaves nothing to be done by people, or by itself', () => {
    const byPeople: readonly HostCommand[] = [
      { type: 'cordonHost', hostId },
      { type: 'uncordonHost', hostId },
      { type: 'drainHost', hostId },
      { type: 'updateHost', hostId, changes: { name: 'other' } },
      { type: 'setDeviceState', hostId, uuid: 'GPU-1', state: 'disabled' },
      { type: 'setDeviceLimits', hostId, uuid: 'GPU-1', limits: { training: 1, inference: 1 } },
    ];
    for (const command of byPeople) gone.when(command).refused('INVALID_STATE');
    const byItself: readonly HostCommand[] = [
      { type: 'loseHost', hostId, lastSeen: MORNING },
      { type: 'returnHost', hostId },
      { type: 'completeDrain', hostId },
      { type: 'reopenDrain', hostId, reason: 'a lease' },
    ];
    for (const command of byItself) gone.when(command).nothing();
  });
});
