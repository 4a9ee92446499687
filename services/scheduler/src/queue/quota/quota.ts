import type { QuotaEvent, QuotaLimits } from '@berth/contracts/scheduler/quotas';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

/** The target of a quota: a user or project, in one pool or in all together. */
export interface QuotaTarget {
  readonly userId?: string;
  readonly projectId?: string;
  readonly poolId?: string;
}

export type DeclaredQuota =
  | { readonly status: 'none' }
  | {
      readonly status: 'set';
      readonly target: QuotaTarget;
      readonly limits: QuotaLimits;
      readonly borrow: boolean;
    };

export type QuotaCommand =
  | {
      readonly type: 'set';
      readonly quotaId: string;
      readonly target: QuotaTarget;
      readonly limits: QuotaLimits;
      readonly borrow: boolean;
      readonly reason?: string;
      readonly now: string;
    }
  | { readonly type: 'remove'; readonly quotaId: string; readonly reason?: string; readonly now: string };

/** One stream a quota, whose id follows from its target: two who set it at once change the same one. */
export const quotaDecider: Decider<DeclaredQuota, QuotaCommand, QuotaEvent> = {
  initialState: { status: 'none' },
  evolve(_, event) {
    if (event.type === 'scheduler.quota.removed.v1') return { status: 'none' };
    const { userId, projectId, poolId, limits, borrow } = event.data;
    const target = {
      ...defined({ userId, projectId, poolId }),
    };
    return { status: 'set', target, limits, borrow };
  },
  decide(command, quota) {
    const why = defined({ reason: command.reason });
    const { quotaId, now } = command;
    if (command.type === 'remove') {
      if (quota.status === 'none') return err(reject('NOT_FOUND', 'there is no such quota', 'quotaId'));
      const { userId, projectId } = quota.target;
      const whose = {
        ...defined({ userId, projectId }),
      };
      return ok([
        { type: 'scheduler.quota.removed.v1', data: { quotaId, ...whose, removedAt: now, ...why } },
      ]);
    }
    const { target, limits, borrow } = command;
    if (quota.status === 'set' && isSame(quota, command)) return ok([]);
    const data = { quotaId, ...target, limits, borrow, setAt: now, ...why };
    return ok([{ type: 'scheduler.quota.set.v1', data }]);
  },
};

function isSame(a: { limits: QuotaLimits; borrow: boolean }, b: { limits: QuotaLimits; borrow: boolean }) {
  const kinds = new Set([...Object.keys(a.limits), ...Object.keys(b.limits)]) as Set<keyof QuotaLimits>;
  return a.borrow === b.borrow && [...kinds].every((kind) => a.limits[kind] === b.limits[kind]);
}
