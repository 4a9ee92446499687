import { DEFAULT_POLICY, type PolicyEvent, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { defined } from '@berth/kernel/defined';
import { canonicalJson } from '@berth/kernel/json';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

export interface DeclaredPolicy {
  readonly policy: PoolPolicy;
  readonly setAt?: string;
}

type Declared<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Parts of a policy; what is left out stays as it is. */
export type PolicyChange = Declared<Pick<PoolPolicy, 'order' | 'backfill' | 'placement'>> & {
  readonly fairShare?: Declared<PoolPolicy['fairShare']> | undefined;
  readonly preemption?: Declared<PoolPolicy['preemption']> | undefined;
  readonly reservations?: Declared<PoolPolicy['reservations']> | undefined;
};

export interface SetPolicy {
  readonly type: 'set';
  readonly poolId: string;
  readonly change: PolicyChange;
  readonly reason?: string;
  readonly now: string;
}

/** One stream a pool. Saying what is so already changes nothing. */
export const policyDecider: Decider<DeclaredPolicy, SetPolicy, PolicyEvent> = {
  initialState: { policy: DEFAULT_POLICY },
  evolve: (_, { data }) => ({ policy: completed(data.policy), setAt: data.setAt }),
  decide({ poolId, change, reason, now }, { policy: before }) {
    const policy = changed(before, change);
    if (canonicalJson(policy) === canonicalJson(before)) return ok([]);
    const why = defined({ reason });
    return ok([{ type: 'scheduler.policy.set.v1', data: { poolId, policy, setAt: now, ...why } }]);
  },
};

/** Policies recorded before a part of them existed have its default. */
export const completed = (policy: PolicyChange): PoolPolicy => changed(DEFAULT_POLICY, policy);

/** What the change leaves out stays as it is. */
export function changed(policy: PoolPolicy, change: PolicyChange): PoolPolicy {
  const { order, backfill, placement, fairShare, preemption, reservations } = change;
  return {
    order: order ?? policy.order,
    backfill: backfill ?? policy.backfill,
    placement: placement ?? policy.placement,
    fairShare: { ...policy.fairShare, ...defined(fairShare ?? {}) },
    preemption: { ...policy.preemption, ...defined(preemption ?? {}) },
    reservations: { ...policy.reservations, ...defined(reservations ?? {}) },
  };
}
