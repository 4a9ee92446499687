import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  fairSharesQuery,
  type FairSharesView,
  type ProjectShareView,
} from '@berth/contracts/scheduler/usage';
import { may } from '@berth/contracts/permissions';
import type { Clock } from '@berth/kernel/clock';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import type { Facts } from '../../facts/facts.js';
import { findPool } from '../../facts/project-and-pool.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Policies } from '../policy/policies.js';
import type { CurrentShares, PoolShares } from './fair-shares.js';

export interface UsageParts {
  readonly shares: Pick<CurrentShares, 'of'>;
  readonly policies: Pick<Policies, 'of'>;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly clock: Clock;
}
export const USAGE = Symbol('what the query of fair shares needs');

@Controller()
export class UsageController {
  constructor(@Inject(USAGE) private readonly parts: UsageParts) {}

  /** Members see their own projects; they may infer the total use of others, but not who they are. */
  @Operation(fairSharesQuery)
  list({ input, identity }: UserCall<InputOf<typeof fairSharesQuery>>): Reply<FairSharesView> {
    const { policies, facts, visibility, clock } = this.parts;
    const { poolId } = findPool(facts, visibility, identity, input.pool);
    const { halfLifeHours } = policies.of(poolId).fairShare;
    const at = clock.now();
    const shares = this.parts.shares.of(poolId, at);
    const own = may(identity, 'readAll') ? [] : visibility.projectsOf(identity.userId);
    const seen = may(identity, 'readAll')
      ? shares.projectIds
      : [...new Set([...shares.projectIds.filter((id) => own.includes(id)), ...own])];
    const projects = seen.map((projectId) => viewOf(shares, projectId));
    return Promise.resolve(ok({ result: { poolId, at, halfLifeHours, projects } }));
  }
}

const SECONDS_PER_HOUR = 3600;

function viewOf(shares: PoolShares, projectId: string): ProjectShareView {
  return {
    projectId,
    usedHours: shares.secondsOf(projectId) / SECONDS_PER_HOUR,
    ...shares.ofProject(projectId),
    users: shares.usersOf(projectId).map(([userId, seconds]) => ({
      userId,
      usedHours: seconds / SECONDS_PER_HOUR,
      ...shares.ofUser(projectId, userId),
    })),
  };
}
