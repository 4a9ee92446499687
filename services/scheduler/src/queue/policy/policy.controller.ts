import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import { policyQuery, setPolicy, type PolicyEvent, type PolicyView } from '@berth/contracts/scheduler/policy';
import { defined } from '@berth/kernel/defined';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { Facts } from '../../facts/facts.js';
import { findPool } from '../../facts/find-pool.js';
import { Visibility } from '../../facts/visibility.js';
import { policyStream } from '../../streams.js';
import { Policies } from './policies.js';
import type { DeclaredPolicy, SetPolicy } from './policy.js';
import { unknownShareHolder } from './share-holders.js';

export const POLICIES = Symbol('aggregates of policies');

@Controller()
export class PolicyController {
  constructor(
    @Inject(POLICIES) private readonly aggregates: Aggregates<DeclaredPolicy, SetPolicy, PolicyEvent>,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  @Operation(setPolicy)
  async set({ input, identity, meta }: UserCall<InputOf<typeof setPolicy>>): Reply<PolicyView> {
    const { pool, reason, ...change } = input;
    const { poolId } = findPool(this.facts, this.visibility, identity, pool);
    const unknown = unknownShareHolder(this.facts, change);
    if (unknown) return err(unknown);
    const why = reason === undefined ? {} : { reason };
    const command = { type: 'set', poolId, change, now: meta.now, ...why } as const;
    const { state, position } = orReject(await this.aggregates.execute(policyStream(poolId), command, meta));
    return ok({ result: { poolId, ...state }, ...defined({ position }) });
  }

  @Operation(policyQuery)
  policy({ input, identity }: UserCall<InputOf<typeof policyQuery>>): Reply<PolicyView> {
    const { poolId } = findPool(this.facts, this.visibility, identity, input.pool);
    return Promise.resolve(ok({ result: this.policies.view(poolId) }));
  }
}
