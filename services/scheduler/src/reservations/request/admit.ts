import type { InputOf } from '@berth/contracts/define';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { requestGpus } from '@berth/contracts/scheduler/requests';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { refusedBeginning, refusedLength } from '../../calendar/booking-refusals.js';
import type { Entitlement } from '../../facts/entitlement.js';
import { areAllKnown, type HostFact } from '../../facts/host.facts.js';
import { suits, type Demand } from '../../placement/demand.js';
import { demandInPool, mismatchOn } from '../../queue/pending/never.js';
import { limitsOf } from '../reservation/bookable.js';

export interface AskedFor {
  readonly input: InputOf<typeof requestGpus>;
  readonly entitlement: Entitlement;
  readonly policy: PoolPolicy['reservations'];
  readonly hosts: readonly HostFact[];
  readonly demand: Demand;
  readonly now: string;
}

/** What can never be booked is refused at once; whether it is free is found out when it is approved. */
export function admitRequest({
  input,
  entitlement,
  policy,
  hosts,
  demand,
  now,
}: AskedFor): Rejection | undefined {
  const { durationMinutes, notBefore, neededBy } = input;
  if (!policy.enabled)
    return reject('INVALID_STATE', 'pool: its devices can not be booked; submit a job instead', 'pool');
  const limits = limitsOf({ reservations: policy }, entitlement, now);
  const tooLong = refusedLength(durationMinutes / 60, limits);
  if (tooLong) return tooLong;
  if (neededBy !== undefined && neededBy <= now)
    return reject('VALIDATION_FAILED', 'neededBy: must be in the future', 'neededBy');
  if (neededBy !== undefined && notBefore !== undefined && neededBy < notBefore)
    return reject('VALIDATION_FAILED', 'neededBy: must not be before notBefore', 'neededBy');
  const tooFar = notBefore === undefined ? undefined : refusedBeginning(notBefore, limits, 'notBefore');
  if (tooFar) return tooFar;
  const suitable = hosts.flatMap(({ devices }) => devices).filter((device) => suits(device, demand)).length;
  // what no host has told yet is found out when it is approved
  if (suitable >= demand.count || !areAllKnown(hosts, now)) return undefined;
  const mismatch = suitable === 0 ? mismatchOn(demand, hosts) : undefined;
  const field = mismatch?.field ?? 'gpus.count';
  const why = mismatch?.message ?? `needs ${demandInPool(demand)}, the pool has ${suitable} that you may use`;
  return reject('CAN_NEVER_RUN', `${field}: ${why}`, field, { needed: demand.count, suitable });
}
