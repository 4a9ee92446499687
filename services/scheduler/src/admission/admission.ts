import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { Rejection } from '@berth/kernel/rejection';
import type { Entitlement } from '../facts/entitlement.js';
import type { HostFact } from '../facts/host.facts.js';
import type { PoolFact } from '../facts/pool.facts.js';
import type { Demand } from '../placement/demand.js';
import { commandRule, hostGivenDeviceRule, imageRule } from './shape.rules.js';
import { fitRule, queueLimitRule, timeLimitRule } from './pool.rules.js';

/** All that a rule may look at. */
export interface Submission {
  readonly input: InputOf<typeof submitJob>;
  readonly userId: string;
  readonly projectId: string;
  readonly pool: PoolFact;
  readonly entitlement: Entitlement;
  readonly demand: Demand;
  readonly hosts: readonly HostFact[];
  /** Jobs of the user that wait in the pool already. */
  readonly waiting: number;
}

export type AdmissionRule = (submission: Submission) => Rejection | undefined;

/** What a submission must pass, in the order in which refusals are told. Quotas are rules of this list too. */
const rules: readonly AdmissionRule[] = [
  commandRule,
  imageRule,
  hostGivenDeviceRule,
  timeLimitRule,
  fitRule,
  queueLimitRule,
];

export function admitSubmission(submission: Submission): Rejection | undefined {
  for (const rule of rules) {
    const rejection = rule(submission);
    if (rejection) return rejection;
  }
  return undefined;
}
