import type { Rejection } from '@berth/kernel/rejection';
import { backoffRule, commandRule, hostGivenDeviceRule, imageRule } from './shape.rules.js';
import { fitRule, gangRule, queueLimitRule, timeLimitRule } from './pool.rules.js';
import { quotaRule } from './quota.rule.js';
import { reservationRule } from './reservation.rule.js';
import type { AdmissionRule, Submission } from './submission.js';

/** The rules that a submission must pass, in the order in which refusals are reported. */
const rules: readonly AdmissionRule[] = [
  commandRule,
  imageRule,
  backoffRule,
  hostGivenDeviceRule,
  reservationRule,
  timeLimitRule,
  fitRule,
  gangRule,
  quotaRule,
  queueLimitRule,
];

export function admitSubmission(submission: Submission): Rejection | undefined {
  for (const rule of rules) {
    const rejection = rule(submission);
    if (rejection) return rejection;
  }
  return undefined;
}
