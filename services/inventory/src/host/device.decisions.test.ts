import { describe, it } from '@jest/globals';
import type { DeviceState, HostEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { aDevice, idOf, MORNING, joined, reported, someFacts } from '../testing/fixtures.js';
import type { HostCommand } from './host.js';
import { hostDecider } from './host.decider.js';

const hostId = idOf('host');
const uuid = 'GPU-1';
const online = given(hostDecider).events(joined(), reported());
const set = (state: DeviceState, reason?: string): HostCommand => ({
  type: 'setDeviceState',
  hostId,
  uuid,
  state,
  reason,
});
const stateSet = (state: DeviceState, reason?: string): HostEvent => ({
  type: 'inventory.host.deviceStateSet.v1',
  data: { hostId, uuid, state, reason },
});
const fail = (reason: string): HostCommand => ({ type: 'failDevice', hostId, uuid, reason });

describe('a device', () => {
  it('is taken out by its first error', () => {
    online.when(fail('XID 79')).then(stateSet('error', 'XID 79')).and.when(fail('XID 13')).nothing();
  });

  it('stays disabled when it errs', () => {
    online.when(set('disabled', 'sold')).and.when(fail('XID 79')).nothing();
  });

  it('is set back by a person, who need give no reason', () => {
    online
      .when(fail('XID 79'))
      .and.when(set('available'))
      .then(stateSet('available'))
      .and.when(set('available'))
      .nothing();
  });

  it('keeps state and limits when it is reported again', () => {
    const limits = { training: 2, inference: 8 };
    const setLimits: HostCommand = { type: 'setDeviceLimits', hostId, uuid, limits };
    const newDriver: HostCommand = {
      type: 'reportHost',
      hostId,
      facts: someFacts,
      devices: [aDevice(uuid, { driverVersion: '560.1' })],
      now: MORNING,
    };
    online
      .when(setLimits)
      .then({ type: 'inventory.host.deviceLimitsSet.v1', data: { hostId, uuid, limits } })
      .and.when(set('disabled', 'sold'))
      .and.when(newDriver)
      .and.when(setLimits)
      .nothing()
      .and.when(set('disabled', 'sold'))
      .nothing();
  });

  it('must be one of the host', () => {
    const strange = { hostId, uuid: 'GPU-9' };
    online.when({ type: 'failDevice', ...strange, reason: 'XID 79' }).refused('NOT_FOUND', 'uuid');
    online.when({ type: 'setDeviceState', ...strange, state: 'disabled' }).refused('NOT_FOUND', 'uuid');
    online
      .when({ type: 'setDeviceLimits', ...strange, limits: { training: 1, inference: 1 } })
      .refused('NOT_FOUND', 'uuid');
  });
});
