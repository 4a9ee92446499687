import { describe, it } from '@jest/globals';
import type { DeviceState, HostCondition, HostEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { defined } from '@berth/kernel/defined';
import { aDevice, happened, idOf, joined, lost, MORNING, reported, someFacts } from '../testing/fixtures.js';
import type { DeviceFault, HostCommand } from './host.js';
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
const NOON = '2026-03-01T12:00:00.000Z';
const DISK_FULL = { kind: 'diskFull', message: 'the disk of /srv is full' } as const;
const UNREADABLE = { kind: 'devicesUnreadable', message: 'nvidia-smi does not answer' } as const;
const reportWith = (conditions: readonly HostCondition[], now = MORNING): HostCommand => ({
  type: 'reportHost',
  hostId,
  facts: someFacts,
  devices: [aDevice('GPU-1')],
  conditions,
  now,
});
const conditionsAre = (...conditions: (HostCondition & { since: string })[]): HostEvent => ({
  type: 'inventory.host.conditionsChanged.v1',
  data: { hostId, conditions },
});

describe('what is wrong with a host', () => {
  const since = MORNING;
  const full = host.events(joined(), reported(), conditionsAre({ ...DISK_FULL, since }));

  it('is recorded when it begins, changes and ends, and not in between', () => {
    host
      .events(joined(), reported())
      .when(reportWith([DISK_FULL]))
      .then(conditionsAre({ ...DISK_FULL, since }))
      .and.when(reportWith([DISK_FULL], NOON))
      .nothing()
      .and.when(reportWith([], NOON))
      .then(conditionsAre())
      .and.when(report())
      .nothing();
  });

  it('keeps since when it is so, whatever comes beside it, and in whatever order', () => {
    const later = { ...UNREADABLE, since: NOON };
    full
      .when(reportWith([DISK_FULL, UNREADABLE], NOON))
      .then(conditionsAre(later, { ...DISK_FULL, since }))
      .and.when(reportWith([UNREADABLE, DISK_FULL], NOON))
      .nothing();
    const message = 'the disk of /data is full';
    full
      .when(reportWith([{ ...DISK_FULL, message }], NOON))
      .then(conditionsAre({ ...DISK_FULL, message, since }));
  });

  it('is recorded before the return of the host, so that no work is placed in between', () => {
    host
      .events(joined(), reported(), lost())
      .when(reportWith([DISK_FULL], NOON))
      .then(conditionsAre({ ...DISK_FULL, since: NOON }), happened('returned'));
  });

  it('is over if an agent reports none, as agents of earlier versions do', () => {
    full.when(report()).then(conditionsAre());
  });
});

describe('devices that an agent finds faulty', () => {
  const [one, two] = [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })];
  const GONE = { uuid: 'GPU-1', reason: 'nvidia-smi no longer lists the device' };
  const tells = (
    faults: readonly DeviceFault[] | undefined,
    devices = [one, two],
    conditions: readonly HostCondition[] = [],
  ): HostCommand => ({
    type: 'reportHost',
    hostId,
    facts: someFacts,
    devices,
    conditions,
    ...defined({ faults }),
    now: MORNING,
  });
  const stateIs = (state: DeviceState, reason?: string, byAgent = true): HostEvent => ({
    type: 'inventory.host.deviceStateSet.v1',
    data: {
      hostId,
      uuid: 'GPU-1',
      state,
      ...defined({ reason }),
      ...(byAgent && { byAgent: true }),
    },
  });
  const online = host.events(joined(), reported('host', [one, two]));
  const gone = online.events(stateIs('error', GONE.reason));

  it('are taken out, with the reason as it is now, and come back when they are well', () => {
    const errs = { uuid: 'GPU-1', reason: '2 uncorrectable ECC errors' };
    online
      .when(tells([GONE]))
      .then(stateIs('error', GONE.reason))
      .and.when(tells([GONE]))
      .nothing()
      .and.when(tells([errs]))
      .then(stateIs('error', errs.reason))
      .and.when(tells([]))
      .then(stateIs('available'))
      .and.when(tells([]))
      .nothing();
  });

  it('do not come back by not being listed, nor while nothing can be read', () => {
    gone.when(tells([], [two])).then(reported('host', [two]));
    gone.when(tells([], [], [UNREADABLE])).then(conditionsAre({ ...UNREADABLE, since: MORNING }));
  });

  it('stay as an operator set them', () => {
    gone
      .events(stateIs('disabled', 'sold', false))
      .when(tells([]))
      .nothing()
      .and.when(tells([GONE]))
      .nothing();
    online
      .events(stateIs('error', 'rattles', false))
      .when(tells([]))
      .nothing();
  });

  it('are taken out again for what a person did not mind only after it was over', () => {
    gone
      .events(stateIs('available', undefined, false))
      .when(tells([GONE]))
      .nothing()
      .and.when(tells([]))
      .then(stateIs('available'))
      .and.when(tells([GONE]))
      .then(stateIs('error', GONE.reason));
  });

  it('are not known from an agent of an earlier version', () => {
    gone.when(tells(undefined)).nothing();
  });

  it('may be new to the host', () => {
    host
      .events(joined())
      .when(tells([GONE]))
      .then(reported('host', [one, two]), stateIs('error', GONE.reason));
  });
});

describe('numbers of devices', () => {
  const [one, two] = [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })];

  it('are each their own, and real devices keep theirs', () => {
    const simulated = aDevice('SIM-1', { simulated: true });
    host
      .events(joined())
      .when(report([simulated, { ...two, index: 0 }, one]))
      .then(reported('host', [one, two, { ...simulated, index: 2 }]));
  });

  it('stay with devices that cannot be read, which are not gone', () => {
    const simulated = aDevice('SIM-1', { simulated: true });
    const muted: HostCommand = {
      type: 'reportHost',
      hostId,
      facts: someFacts,
      devices: [simulated],
      conditions: [UNREADABLE],
      now: MORNING,
    };
    const all = [one, two, { ...simulated, index: 2 }];
    host
      .events(joined(), reported('host', all))
      .when(muted)
      .then(conditionsAre({ ...UNREADABLE, since: MORNING }))
      .and.when(report(all))
      .then(conditionsAre());
  });
});
