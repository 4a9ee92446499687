import type { InputOf } from '@berth/contracts/define';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { requestGpus } from '@berth/contracts/scheduler/requests';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { refusedBeginning, refusedLength } from '../../calendar/reservation-refusals.js';
import type { Entitlement } from '../../facts/entitlement.js';
import { areAllKnown, type HostFact } from '../../facts/host.facts.js';
import { suits, type Demand } from '../../placement/demand.js';
import { describeDemandInPool, mismatchOn } from '../../queue/pending/unfit-reasons.js';
import { limitsOf } from '../reservation/reservable-devices.js';

export interface RequestAdmission {
  readonly input: InputOf<typeof requestGpus>;
  readonly entitlement: Entitlement;
  readonly policy: PoolPolicy['reservations'];
  readonly hosts: readonly HostFact[];
  readonly demand: Demand;
  readonly now: string;
}

/** What can never be reserved is refused at once; availability is checked at approval. */
export function admitRequest({
  input,
  entitlement,
  policy,
  hosts,
  demand,
  now,
}: RequestAdmission): Rejection | undefined {
  const { durationMinutes, notBefore, neededBy } = input;
  if (!policy.enabled)
    return reject(
      'INVALID_STATE',
      'pool: devices of this pool cannot be reserved; submit a job instead',
      'pool',
    );
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
  // what no host has reported yet is checked at approval
  if (suitable >= demand.count || !areAllKnown(hosts, now)) return undefined;
  const mismatch = suitable === 0 ? mismatchOn(demand, hosts) : undefined;
  const field = mismatch?.field ?? 'gpus.count';
  const why =
    mismatch?.message ??
    `needs ${describeDemandInPool(demand)}, but the pool has ${suitable} that you may use`;
  return reject('CAN_NEVER_RUN', `${field}: ${why}`, field, { needed: demand.count, suitable });
}
