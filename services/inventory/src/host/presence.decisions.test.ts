import { describe, it } from 'node:test';
import type { DeviceState, HostCondition, HostEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/service-host/testing';
import { aDevice, happened, idOf, joined, lost, MORNING, reported, someFacts } from '../testing/fixtures.js';
import type { DeviceFault, HostCommand } from './host.commands.js';
import { hostDecider } from './host.decider.js';

const hostId = idOf('host');
const host = given(hostDecider);
const report = (devices = [aDevice('GPU-1')], facts = someFacts): HostCommand => ({
  type: 'ReportHost',
  hostId,
  facts,
  devices,
  now: MORNING,
});
const NOON = '2026-03-01T12:00:00.000Z';
const DISK_FULL = { kind: 'diskFull', message: 'the disk of /srv is full' } as const;
const UNREADABLE = { kind: 'devicesUnreadable', message: 'nvidia-smi does not answer' } as const;
const reportWith = (conditions: readonly HostCondition[], now = MORNING): HostCommand => ({
  type: 'ReportHost',
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

describe('joining', () => {
  const register: HostCommand = {
    type: 'RegisterHost',
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

  it('comes before the word that the host is back, so that it is not offered in between', () => {
    host
      .events(joined(), reported(), lost())
      .when(reportWith([DISK_FULL], NOON))
      .then(conditionsAre({ ...DISK_FULL, since: NOON }), happened('returned'));
  });

  it('is over for an agent that tells of none, as those do from before there was any', () => {
    full.when(report()).then(conditionsAre());
  });
});

describe('devices that an agent finds faulty', () => {
  const [one, two] = [aDevice('GPU-1'), aDevice('GPU-2', { index: 1 })];
  const GONE = { uuid: 'GPU-1', reason: 'nvidia-smi no longer lists it' };
  const tells = (
    faults: readonly DeviceFault[] | undefined,
    devices = [one, two],
    conditions: readonly HostCondition[] = [],
  ): HostCommand => ({
    type: 'ReportHost',
    hostId,
    facts: someFacts,
    devices,
    conditions,
    ...(faults && { faults }),
    now: MORNING,
  });
  const stateIs = (state: DeviceState, reason?: string, byAgent = true): HostEvent => ({
    type: 'inventory.host.deviceStateSet.v1',
    data: {
      hostId,
      uuid: 'GPU-1',
      state,
      ...(reason !== undefined && { reason }),
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

  it('stay as a person set them', () => {
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

  it('are nobody’s word where the agent is of before it told them', () => {
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

  it('stay with devices that can not be read, which are not gone', () => {
    const simulated = aDevice('SIM-1', { simulated: true });
    const muted: HostCommand = {
      type: 'ReportHost',
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

describe('saying hello', () => {
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
      type: 'ReportHost',
      hostId,
      facts: someFacts,
      devices: [aDevice('GPU-1')],
      contested,
      now: MORNING,
    };
    const report1 = { type: 'inventory.host.reported.v1' as const };
    const data = { hostId, facts: someFacts, devices: [aDevice('GPU-1')] };
    const enable: HostCommand = { type: 'SetDeviceState', hostId, uuid: 'GPU-1', state: 'available' };
    const inError = {
      type: 'inventory.host.deviceStateSet.v1' as const,
      data: { hostId, uuid: 'GPU-1', state: 'error' as const, reason: 'host other has this device as well' },
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
  const lose: HostCommand = { type: 'LoseHost', hostId, lastSeen: MORNING };

  it('loses a host that was there, once', () => {
    host.events(joined(), reported()).when(lose).then(lost()).and.when(lose).nothing();
  });

  it('does not lose one that never began or has stopped', () => {
    host.events(joined()).when(lose).nothing();
    host.events(joined(), reported(), happened('stopped')).when(lose).nothing();
  });

  it('ends with a return, for a lost host only', () => {
    const back: HostCommand = { type: 'ReturnHost', hostId };
    host.events(joined(), reported(), lost()).when(back).then(happened('returned')).and.when(back).nothing();
    host.events(joined(), reported(), happened('stopped')).when(back).nothing();
  });
});

describe('saying good-bye', () => {
  it('stops a host that is there or lost, once', () => {
    const stop: HostCommand = { type: 'StopHost', hostId };
    host.events(joined(), reported()).when(stop).then(happened('stopped')).and.when(stop).nothing();
    host.events(joined(), reported(), lost()).when(stop).then(happened('stopped'));
  });
});
