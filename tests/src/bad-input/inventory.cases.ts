import { newId } from '@berth/kernel/ids';
import type { Case, World } from './case.js';
import { refused } from './api-cases.js';

const host = ({ host: hostId }: World) => ({ hostId });
function nested(depth: number): object {
  let value: object = {};
  for (let level = 1; level < depth; level += 1) value = { a: value };
  return value;
}
const grant =
  (more: (world: World) => object) =>
  (world: World): object => ({ poolId: world.lab.pool, ...more(world) });
const toAda = ({ lab }: World) => ({ userId: lab.ada.id });

/** Hosts, devices, pools, grants, prices. */
export const places: readonly Case[] = [
  refused('ada', 'createPool', { name: 'mine' }, ['by a member', 'FORBIDDEN']),
  refused('admin', 'createPool', (world) => ({ name: world.poolName }), [
    'a name that is taken',
    'ALREADY_EXISTS',
    'name',
  ]),
  refused('admin', 'createPool', { name: 'lab\r\nBEGIN:VEVENT' }, [
    'a name that makes lines',
    'VALIDATION_FAILED',
    'name',
  ]),
  refused('admin', 'createPool', (world) => ({ name: `${world.poolName}\u200c` }), [
    'a name that looks like another',
    'ALREADY_EXISTS',
    'name',
  ]),
  refused('admin', 'createPool', { name: 'cut \ud83d' }, ['half a character', 'VALIDATION_FAILED', 'name']),
  refused('admin', 'updateHost', (world) => ({ ...host(world), name: 'a\u202eb' }), [
    'a name that turns what follows',
    'VALIDATION_FAILED',
    'name',
  ]),
  refused('admin', 'updateHost', (world) => ({ ...host(world), labels: nested(40) }), [
    'labels nested deeply',
    'VALIDATION_FAILED',
    'labels.a.a.a',
  ]),
  refused('admin', 'createPool', { name: 'x', maxQueuedPerUser: 0 }, [
    'a queue for nothing',
    'VALIDATION_FAILED',
    'maxQueuedPerUser',
  ]),
  refused('admin', 'updatePool', { poolId: newId(), approval: true }, [
    'an unknown pool',
    'NOT_FOUND',
    'poolId',
  ]),
  refused('ada', 'cordonHost', host, ['by a member', 'FORBIDDEN']),
  refused('admin', 'cordonHost', { hostId: newId() }, ['an unknown host', 'NOT_FOUND', 'hostId']),
  refused('ada', 'removeHost', host, ['by a member', 'FORBIDDEN']),
  refused('admin', 'removeHost', { hostId: newId() }, ['an unknown host', 'NOT_FOUND', 'hostId']),
  refused('admin', 'removeHost', { hostId: 'nonsense' }, ['no id', 'VALIDATION_FAILED', 'hostId']),
  refused('admin', 'removeHost', (world) => ({ ...host(world), reason: 'a\u0000b' }), [
    'a reason with NUL',
    'VALIDATION_FAILED',
    'reason',
  ]),
  refused('ada', 'liftQuarantine', host, ['by a member', 'FORBIDDEN']),
  refused('admin', 'liftQuarantine', { hostId: newId() }, ['an unknown host', 'NOT_FOUND', 'hostId']),
  refused('admin', 'drainHost', { hostId: 'nonsense' }, ['no id', 'VALIDATION_FAILED', 'hostId']),
  refused('admin', 'updateHost', (world) => ({ ...host(world), labels: 'red' }), [
    'labels that are no object',
    'VALIDATION_FAILED',
    'labels',
  ]),
  refused('admin', 'updateHost', (world) => ({ ...host(world), cpuLimits: { training: 65, inference: 1 } }), [
    'too many slots',
    'VALIDATION_FAILED',
    'cpuLimits.training',
  ]),
  refused('admin', 'setDeviceState', { uuid: 'GPU-0', state: 'DISABLED' }, [
    'an unknown device',
    'NOT_FOUND',
    'uuid',
  ]),
  refused('admin', 'setDeviceState', { uuid: 'GPU-0', state: 'melted' }, [
    'a state that is none',
    'BAD_USER_INPUT',
    'state',
  ]),
  refused('admin', 'setDeviceLimits', { uuid: 'GPU-0', limits: { training: -1, inference: 1 } }, [
    'fewer slots than none',
    'VALIDATION_FAILED',
    'limits.training',
  ]),
  refused('ada', 'createGrant', grant(toAda), ['by a member', 'FORBIDDEN']),
  refused(
    'admin',
    'createGrant',
    grant((world) => ({ ...toAda(world), projectId: world.lab.project })),
    ['to a user and a project', 'VALIDATION_FAILED', 'userId'],
  ),
  refused(
    'admin',
    'createGrant',
    grant((world) => ({ ...toAda(world), priority: 3 })),
    ['a class that is none', 'VALIDATION_FAILED', 'priority'],
  ),
  refused(
    'admin',
    'createGrant',
    grant(() => ({ userId: newId() })),
    ['to an unknown user', 'NOT_FOUND', 'userId'],
  ),
  refused('admin', 'createGrant', (world) => ({ ...toAda(world), poolId: newId() }), [
    'for an unknown pool',
    'NOT_FOUND',
    'poolId',
  ]),
  refused('admin', 'revokeGrant', { grantId: newId() }, ['an unknown one', 'NOT_FOUND', 'grantId']),
  refused('admin', 'createJoinToken', (world) => ({ poolId: world.lab.pool, expiresInHours: -1 }), [
    'that has expired already',
    'VALIDATION_FAILED',
    'expiresInHours',
  ]),
  refused('ada', 'setPrice', { microsPerHour: 0 }, ['by a member', 'FORBIDDEN']),
  refused('admin', 'setPrice', { microsPerHour: -1 }, [
    'less than nothing',
    'BAD_USER_INPUT',
    'microsPerHour',
  ]),
  refused('admin', 'setPrice', { microsPerHour: 1, currency: 'euro' }, [
    'in no currency',
    'VALIDATION_FAILED',
    'currency',
  ]),
  refused('admin', 'setPrice', { microsPerHour: 1, from: '2020-01-01T00:00:00Z' }, [
    'in the past',
    'VALIDATION_FAILED',
    'from',
  ]),
  refused('admin', 'setPrice', { microsPerHour: 1, from: 'tomorrow' }, [
    'from no instant',
    'BAD_USER_INPUT',
    'from',
  ]),
  refused('admin', 'replayParked', { service: 'SCHEDULER', id: 'none' }, ['nothing', 'NOT_FOUND', 'id']),
];
