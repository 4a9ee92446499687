import { defined } from '@berth/kernel/defined';
import { hostRemoved } from '@berth/contracts/agent/removed';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Host, HostDecision, HostCommand } from './host.js';

const gone = reject('INVALID_STATE', 'hostId: the host was removed permanently', 'hostId', {
  status: 'removed',
});

export function removeHost(
  { reason, now }: { readonly reason?: string; readonly now: string },
  host: Host,
): HostDecision {
  const why = defined({ reason });
  return ok([{ type: 'inventory.host.removed.v1', data: { hostId: host.id, ...why, removedAt: now } }]);
}

/** Final: its agent and all further commands are refused. */
export function afterRemoval(command: HostCommand): HostDecision {
  switch (command.type) {
    case 'registerHost':
    case 'reportHost':
    case 'failDevice':
    case 'stopHost':
      return err(hostRemoved);
    case 'removeHost':
    case 'loseHost':
    case 'returnHost':
    case 'completeDrain':
    case 'reopenDrain':
      return ok([]);
    case 'cordonHost':
    case 'uncordonHost':
    case 'drainHost':
    case 'updateHost':
    case 'setDeviceState':
    case 'setDeviceLimits':
      return err(gone);
    default:
      return assertNever(command);
  }
}

export function cordonHost(reason: string | undefined, host: Host): HostDecision {
  switch (host.scheduling) {
    case 'open':
      return ok([{ type: 'inventory.host.cordoned.v1', data: { hostId: host.id, reason } }]);
    case 'cordoned':
      return ok([]);
    case 'draining':
    case 'drained':
      return err(
        reject('INVALID_STATE', `the host is ${host.scheduling} and takes no work`, 'hostId', {
          scheduling: host.scheduling,
        }),
      );
  }
}

export function uncordonHost(host: Host): HostDecision {
  const closed = host.scheduling !== 'open';
  return ok(closed ? [{ type: 'inventory.host.uncordoned.v1', data: { hostId: host.id } }] : []);
}

export function drainHost(reason: string | undefined, host: Host): HostDecision {
  const open = host.scheduling === 'open' || host.scheduling === 'cordoned';
  return ok(open ? [{ type: 'inventory.host.drainStarted.v1', data: { hostId: host.id, reason } }] : []);
}

export function completeDrain(host: Host): HostDecision {
  const draining = host.scheduling === 'draining';
  return ok(draining ? [{ type: 'inventory.host.drained.v1', data: { hostId: host.id } }] : []);
}

export function reopenDrain(reason: string, host: Host): HostDecision {
  const drained = host.scheduling === 'drained';
  return ok(drained ? [{ type: 'inventory.host.drainStarted.v1', data: { hostId: host.id, reason } }] : []);
}
