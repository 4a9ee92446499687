import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { drainStarted, happened, idOf, joined, reported } from '../testing/fixtures.js';
import type { HostCommand } from './host.js';
import { hostDecider } from './host.decider.js';

const hostId = idOf('host');
const online = given(hostDecider).events(joined(), reported());
const cordon: HostCommand = { type: 'cordonHost', hostId, reason: 'noisy fan' };
const uncordon: HostCommand = { type: 'uncordonHost', hostId };
const drain: HostCommand = { type: 'drainHost', hostId, reason: 'new power supply' };
const complete: HostCommand = { type: 'completeDrain', hostId };

describe('cordoning', () => {
  it('closes an open host, once', () => {
    online
      .when(cordon)
      .then({ type: 'inventory.host.cordoned.v1', data: { hostId, reason: 'noisy fan' } })
      .and.when(cordon)
      .nothing();
  });

  it('is refused where the host is closed for good reason already', () => {
    online.events(drainStarted()).when(cordon).refused('INVALID_STATE');
    online.events(drainStarted(), happened('drained')).when(cordon).refused('INVALID_STATE');
  });

  it('is undone from any state', () => {
    online.when(uncordon).nothing();
    online.when(cordon).and.when(uncordon).then(happened('uncordoned'));
    online.events(drainStarted()).when(uncordon).then(happened('uncordoned')).and.when(complete).nothing();
  });
});

describe('draining', () => {
  it('begins on an open or a cordoned host, and is complete once', () => {
    online.when(drain).then(drainStarted()).and.when(drain).nothing();
    online.when(cordon).and.when(drain).then(drainStarted());
    online
      .events(drainStarted())
      .when(complete)
      .then(happened('drained'))
      .and.when(complete)
      .nothing()
      .and.when(drain)
      .nothing();
  });

  it('is taken up again where a lease came after it was complete', () => {
    const reopen: HostCommand = { type: 'reopenDrain', hostId, reason: 'a late lease' };
    online.events(drainStarted()).when(reopen).nothing();
    online
      .events(drainStarted(), happened('drained'))
      .when(reopen)
      .then(drainStarted('host', 'a late lease'));
  });
});

describe('editing', () => {
  const edit = (changes: Extract<HostCommand, { type: 'updateHost' }>['changes']): HostCommand => ({
    type: 'updateHost',
    hostId,
    changes,
  });

  it('records what differs, and nothing where nothing does', () => {
    online
      .when(edit({ name: 'left rack', labels: {}, cpuLimits: { training: 2, inference: 4 } }))
      .then({ type: 'inventory.host.updated.v1', data: { hostId, name: 'left rack' } })
      .and.when(edit({ name: 'left rack' }))
      .nothing();
  });

  it('moves a host to another pool only when drained', () => {
    const move = edit({ poolId: idOf('other') });
    online.when(move).refused('INVALID_STATE', 'poolId');
    online.events(drainStarted()).when(move).refused('INVALID_STATE', 'poolId');
    online
      .events(drainStarted(), happened('drained'))
      .when(move)
      .then({ type: 'inventory.host.updated.v1', data: { hostId, poolId: idOf('other') } });
  });

  it('does not take the own pool for another', () => {
    online.when(edit({ poolId: idOf('pool') })).nothing();
  });

  it('is for hosts that joined', () => {
    given(hostDecider)
      .when(edit({ name: 'x' }))
      .refused('NOT_FOUND', 'hostId');
  });
});
