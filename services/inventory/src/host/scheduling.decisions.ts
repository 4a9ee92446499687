import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Host, HostDecision } from './host.js';

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
