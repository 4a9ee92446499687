import type { PolicyEvent } from '@berth/contracts/scheduler/policy';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import type { Feature } from '../../feature.js';
import { policiesView, Policies } from './policies.js';
import { PolicyController, POLICIES } from './policy.controller.js';
import { policyDecider, type DeclaredPolicy, type SetPolicy } from './policy.js';

export const policyFeature = (
  { store, readModels }: Pick<Platform, 'store' | 'readModels'>,
  policies: Policies,
): Feature => ({
  controllers: [PolicyController],
  providers: [
    { provide: Policies, useValue: policies },
    {
      provide: POLICIES,
      useValue: new Aggregates<DeclaredPolicy, SetPolicy, PolicyEvent>(store, policyDecider),
    },
  ],
  projections: [policiesView],
  onViews: policies.table.follow,
  prepare: () => policies.table.fill(readModels),
});
