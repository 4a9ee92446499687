import { hostRemoved } from '@berth/contracts/agent/removed';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { HostCommand } from './host.commands.js';
import type { Host, HostDecision } from './host.js';

const gone = reject('INVALID_STATE', 'hostId: the host was removed permanently', 'hostId', {
  status: 'removed',
});

export function removeHost(
  { reason, now }: { readonly reason?: string; readonly now: string },
  host: Host,
): HostDecision {
  const why = reason === undefined ? {} : { reason };
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
