import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { aDevice, happened, idOf, joined, lost, MORNING, reported, someFacts } from '../testing/fixtures.js';
import type { HostCommand } from './host.js';
import { hostDecider } from './host.decider.js';

const hostId = idOf('host');
const host = given(hostDecider);
const report = (devices = [aDevice('GPU-1')], facts = someFacts): HostCommand => ({
  type: 'reportHost',
  hostId,
  facts,
  devices,
  now: MORNING,
});
describe('joining', () => {
  const register: HostCommand = {
    type: 'registerHost',
    hostId,
    poolId: idOf('pool'),
    name: 'host',
    publicKey: 'U',
    joinTokenId: idOf('token'),
    joinedAt: MORNING,
  };

  it('registers a host once', () => {
    host.when(register).then(joined()).and.when(register).nothing();
  });

  it('keeps the pool of a host that joins again with a token of another', () => {
    host
      .events(joined())
      .when({ ...register, poolId: idOf('other') })
      .nothing();
  });
});

describe('registering', () => {
  it('is for those who joined', () => {
    host.when(report()).refused('NOT_FOUND', 'hostId');
  });

  it('records what was found, and nothing more while that stays', () => {
    host.events(joined()).when(report()).then(reported()).and.when(report()).nothing();
  });

  it('records what is new', () => {
    const newDriver = [aDevice('GPU-1', { driverVersion: '560.1' })];
    host.events(joined(), reported()).when(report(newDriver)).then(reported('host', newDriver));
  });

  it('does not mind the order of devices', () => {
    const [one, two] = [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })];
    host
      .events(joined())
      .when(report([two, one]))
      .then(reported('host', [one, two]))
      .and.when(report([one, two]))
      .nothing();
  });

  it('refuses a device that is named twice', () => {
    host
      .events(joined())
      .when(report([aDevice('GPU-1'), aDevice('GPU-1', { index: 1 })]))
      .refused('VALIDATION_FAILED', 'devices');
  });

  it("leaves another host's device to that host, in error here until a person has looked", () => {
    const contested = [{ uuid: 'GPU-1', ownerId: 'other' }];
    const claim: HostCommand = {
      type: 'reportHost',
      hostId,
      facts: someFacts,
      devices: [aDevice('GPU-1')],
      contested,
      now: MORNING,
    };
    const report1 = { type: 'inventory.host.reported.v1' as const };
    const data = { hostId, facts: someFacts, devices: [aDevice('GPU-1')] };
    const enable: HostCommand = { type: 'setDeviceState', hostId, uuid: 'GPU-1', state: 'available' };
    const inError = {
      type: 'inventory.host.deviceStateSet.v1' as const,
      data: {
        hostId,
        uuid: 'GPU-1',
        state: 'error' as const,
        reason: 'host other reports this device as well',
      },
    };
    host
      .events(joined())
      .when(claim)
      .then({ ...report1, data: { ...data, contested: ['GPU-1'] } }, inError)
      .and.when(claim)
      .nothing()
      .and.when(enable)
      .and.when(claim)
      .then(inError)
      .and.when(report())
      .then({ ...report1, data });
  });

  it('brings back a host that was lost or had stopped', () => {
    host.events(joined(), reported(), lost()).when(report()).then(happened('returned'));
    host.events(joined(), reported(), happened('stopped')).when(report()).then(happened('returned'));
  });

  it('tells of a device that is gone, and of its return', () => {
    host
      .events(joined(), reported('host', [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })]))
      .when(report())
      .then(reported())
      .and.when(report())
      .nothing()
      .and.when(report([aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })]))
      .thenTypes('inventory.host.reported.v1');
  });

  it('leaves a simulated device marked, whatever the agent says', () => {
    const marked = aDevice('SIM-1', { simulated: true });
    host
      .events(joined())
      .when(report([aDevice('SIM-1')]))
      .then(reported('host', [marked]));
    host
      .events(joined(), reported('host', [aDevice('GPU-X', { simulated: true })]))
      .when(report([aDevice('GPU-X')]))
      .nothing();
  });
});

describe('silence', () => {
  const lose: HostCommand = { type: 'loseHost', hostId, lastSeen: MORNING };

  it('loses a host that was there, once', () => {
    host.events(joined(), reported()).when(lose).then(lost()).and.when(lose).nothing();
  });

  it('does not lose one that never began or has stopped', () => {
    host.events(joined()).when(lose).nothing();
    host.events(joined(), reported(), happened('stopped')).when(lose).nothing();
  });

  it('ends with a return, for a lost host only', () => {
    const back: HostCommand = { type: 'returnHost', hostId };
    host.events(joined(), reported(), lost()).when(back).then(happened('returned')).and.when(back).nothing();
    host.events(joined(), reported(), happened('stopped')).when(back).nothing();
  });
});

describe('deregistering', () => {
  it('stops a host that is there or lost, once', () => {
    const stop: HostCommand = { type: 'stopHost', hostId };
    host.events(joined(), reported()).when(stop).then(happened('stopped')).and.when(stop).nothing();
    host.events(joined(), reported(), lost()).when(stop).then(happened('stopped'));
  });
});
