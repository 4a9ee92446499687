import { newId } from '@berth/kernel/ids';
import { refused } from './api-cases.js';
import type { Case, World } from './case.js';

const inPool =
  (more: object) =>
  ({ poolName }: World) => ({ pool: poolName, ...more });
const ofAda =
  (more: object) =>
  ({ lab }: World) => ({ user: lab.ada.id, ...more });

/** How pools are shared out, and what may be held. */
export const policies: readonly Case[] = [
  refused('ada', 'setPolicy', inPool({ backfill: false }), ['by a member', 'FORBIDDEN']),
  refused('admin', 'setPolicy', { pool: 'none such' }, ['an unknown pool', 'NOT_FOUND', 'pool']),
  refused('admin', 'setPolicy', inPool({ preemption: { graceSeconds: 0 } }), [
    'no grace',
    'VALIDATION_FAILED',
    'preemption.graceSeconds',
  ]),
  refused('admin', 'setPolicy', inPool({ fairShare: { halfLifeHours: 0 } }), [
    'a half-life of nothing',
    'VALIDATION_FAILED',
    'fairShare.halfLifeHours',
  ]),
  refused('admin', 'setPolicy', inPool({ order: 'random' }), [
    'an order that is none',
    'BAD_USER_INPUT',
    'order',
  ]),
  refused('ada', 'setQuota', ofAda({ gpus: 8 }), ['by a member', 'FORBIDDEN']),
  refused('anonymous', 'setQuota', ofAda({ gpus: 8 }), ['by an anonymous caller', 'UNAUTHENTICATED']),
  refused('admin', 'setQuota', { gpus: 1 }, ['for no user', 'VALIDATION_FAILED', 'user']),
  refused('admin', 'setQuota', (world) => ofAda({ project: world.lab.project, gpus: 1 })(world), [
    "both a user's and a project's",
    'VALIDATION_FAILED',
    'user',
  ]),
  refused('admin', 'setQuota', ofAda({ gpus: -1 }), ['less than none', 'VALIDATION_FAILED', 'gpus']),
  refused('admin', 'setQuota', ofAda({ vcpus: 1e12 }), ['too much', 'VALIDATION_FAILED', 'vcpus']),
  refused('admin', 'setQuota', { user: newId(), gpus: 1 }, ["an unknown user's", 'NOT_FOUND', 'user']),
  refused('admin', 'setQuota', { project: 'none such', gpus: 1 }, [
    "an unknown project's",
    'NOT_FOUND',
    'project',
  ]),
  refused('admin', 'setQuota', ofAda({ pool: 'none such', gpus: 1 }), [
    'in an unknown pool',
    'NOT_FOUND',
    'pool',
  ]),
  refused('admin', 'removeQuota', { quotaId: newId() }, ['an unknown one', 'NOT_FOUND', 'quotaId']),
  refused('admin', 'removeQuota', { quotaId: 'nonsense' }, ['no id', 'VALIDATION_FAILED', 'quotaId']),
];
