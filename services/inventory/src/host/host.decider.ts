import type { HostEvent } from '@berth/contracts/inventory/events';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { failDevice, setDeviceLimits, setDeviceState } from './device.decisions.js';
import {
  type HostCommand,
  type UpdateHost,
  evolveHost,
  noHost,
  type Host,
  type HostDecision,
  type HostState,
} from './host.js';
import { loseHost, reportHost, returnHost, stopHost } from './presence.decisions.js';
import {
  afterRemoval,
  removeHost,
  completeDrain,
  cordonHost,
  drainHost,
  reopenDrain,
  uncordonHost,
} from './scheduling.decisions.js';
import { changed } from '../changed.js';

export const noSuchHost = reject('NOT_FOUND', 'there is no such host', 'hostId');

export const hostDecider: Decider<HostState, HostCommand, HostEvent> = {
  initialState: noHost,
  evolve: evolveHost,
  decide,
};

function decide(command: HostCommand, state: HostState): HostDecision {
  if (state.status === 'removed') return afterRemoval(command);
  if (command.type === 'registerHost') {
    const { type: _, ...data } = command;
    return ok(state.status === 'none' ? [{ type: 'inventory.host.registered.v1', data }] : []);
  }
  if (state.status === 'none') return err(noSuchHost);
  switch (command.type) {
    case 'reportHost':
      return reportHost(command, state);
    case 'stopHost':
      return stopHost(state);
    case 'loseHost':
      return loseHost(command.lastSeen, state);
    case 'returnHost':
      return returnHost(state);
    case 'cordonHost':
      return cordonHost(command.reason, state);
    case 'uncordonHost':
      return uncordonHost(state);
    case 'drainHost':
      return drainHost(command.reason, state);
    case 'completeDrain':
      return completeDrain(state);
    case 'reopenDrain':
      return reopenDrain(command.reason, state);
    case 'removeHost':
      return removeHost(command, state);
    case 'updateHost':
      return updateHost(command, state);
    case 'failDevice':
      return failDevice(command, state);
    case 'setDeviceState':
      return setDeviceState(command, state);
    case 'setDeviceLimits':
      return setDeviceLimits(command, state);
    default:
      return assertNever(command);
  }
}

/** Two pools must never schedule one host, so it moves only when nothing runs on it and nothing can begin. */
function updateHost({ changes: wanted }: UpdateHost, host: Host): HostDecision {
  const changes = changed(host, wanted);
  if (!changes) return ok([]);
  if (changes.poolId !== undefined && host.scheduling !== 'drained') {
    return err(
      reject(
        'INVALID_STATE',
        'the pool of a host can be changed only when it is drained: drain it first',
        'poolId',
        {
          scheduling: host.scheduling,
        },
      ),
    );
  }
  return ok([{ type: 'inventory.host.updated.v1', data: { hostId: host.id, ...changes } }]);
}
