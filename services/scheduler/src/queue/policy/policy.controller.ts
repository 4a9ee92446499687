import type { InputOf } from '@berth/contracts/define';
import { policyQuery, setPolicy, type PolicyEvent, type PolicyView } from '@berth/contracts/scheduler/policy';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { Controller, Inject } from '@nestjs/common';
import { Facts } from '../../facts/facts.js';
import { findPool } from '../../facts/project-and-pool.js';
import { Visibility } from '../../facts/visibility.js';
import { policyStream } from '../../streams.js';
import { Policies } from './policies.js';
import type { DeclaredPolicy, SetPolicy, PolicyChange } from './policy.js';

/** Shares are only for existing projects and users: a mistyped one would have no effect and go unnoticed. */
export function unknownShareHolder(
  facts: { readonly [table in 'projects' | 'users']: Pick<Facts[table], 'has'> },
  { fairShare }: PolicyChange,
): Rejection | undefined {
  const lists = [
    ['projectShares', 'project', facts.projects],
    ['userShares', 'user', facts.users],
  ] as const;
  for (const [list, what, known] of lists) {
    const id = Object.keys(fairShare?.[list] ?? {}).find((each) => !known.has(each));
    if (id === undefined) continue;
    const field = `fairShare.${list}.${id}`;
    return reject('NOT_FOUND', `${field}: there is no such ${what}`, field);
  }
  return undefined;
}

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
    const why = defined({ reason });
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
