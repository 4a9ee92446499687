import {
  DEFAULT_POLICY,
  type PolicyEvent,
  type PolicyView,
  type PoolPolicy,
} from '@berth/contracts/scheduler/policy';
import type { Projection } from '@berth/read-models';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import { completed } from './policy.js';

type PolicyDocument = { readonly policy: PoolPolicy; readonly setAt: string };

export const policiesView: Projection<PolicyDocument, PolicyEvent> = {
  name: 'policies',
  version: 1,
  collection: { name: 'policies', indexes: [] },
  keys: (event) => (event.type === 'scheduler.policy.set.v1' ? [String(event.data['poolId'])] : []),
  evolve: (_, event) => {
    const { policy, setAt } = event.data;
    return { policy: completed(policy), setAt };
  },
};

/** The policy of every pool, in memory. */
export class Policies {
  readonly table: InMemoryView<PolicyDocument>;

  constructor(changed: (poolId: string) => void = () => undefined) {
    this.table = new InMemoryView(policiesView, changed);
  }

  of(poolId: string): PoolPolicy {
    return this.table.get(poolId)?.policy ?? DEFAULT_POLICY;
  }

  view(poolId: string): PolicyView {
    const declared = this.table.get(poolId);
    return declared ? { poolId, ...declared } : { poolId, policy: DEFAULT_POLICY };
  }
}
