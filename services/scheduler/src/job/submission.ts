import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Identity } from '@berth/service-host/operation';
import { entitlementOf, isStaff, type Entitlement } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import type { ProjectFact } from '../facts/people.facts.js';
import type { PoolFact } from '../facts/pool.facts.js';

type SubmitInput = InputOf<typeof submitJob>;

/** A project by id or name, if the caller belongs to it or runs the place; else as if there were none. */
export function findProject(
  facts: Facts,
  identity: Identity,
  nameOrId: string,
): Result<ProjectFact, Rejection> {
  const project =
    facts.projects.get(nameOrId) ?? [...facts.projects.values()].find((each) => each.name === nameOrId);
  if (!project || !(isStaff(identity) || identity.userId in project.members)) {
    return err(reject('NOT_FOUND', `project: you belong to no project "${nameOrId}"`, 'project'));
  }
  if (project.archived)
    return err(reject('INVALID_STATE', `project: "${project.name}" is archived`, 'project'));
  return ok(project);
}

export interface ChosenPool {
  readonly pool: PoolFact;
  readonly entitlement: Entitlement;
}

/** The named pool, or the only one that the submitter has a grant for. A pool without a grant is as if it did not exist. */
export function choosePool(
  facts: Facts,
  identity: Identity,
  projectId: string,
  nameOrId: string | undefined,
): Result<ChosenPool, Rejection> {
  const who = { userId: identity.userId, projectId, staff: isStaff(identity) };
  const usable = (pool: PoolFact): ChosenPool[] => {
    const entitlement = entitlementOf(facts, who, pool.poolId);
    return entitlement ? [{ pool, entitlement }] : [];
  };
  const pools = [...facts.pools.values()];
  if (nameOrId !== undefined) {
    const named = pools
      .filter((pool) => pool.poolId === nameOrId || pool.name === nameOrId)
      .flatMap(usable)[0];
    return named
      ? ok(named)
      : err(reject('NOT_FOUND', `pool: there is no pool "${nameOrId}" that you may use`, 'pool'));
  }
  const mine = pools.flatMap(usable);
  const only = mine.length === 1 ? mine[0] : mine.find(({ pool }) => pool.name === 'default');
  if (only) return ok(only);
  if (mine.length === 0)
    return err(
      reject('FORBIDDEN', 'pool: you have no grant for any pool; ask an administrator for one', 'pool'),
    );
  return err(
    reject(
      'VALIDATION_FAILED',
      `pool: say which, one of: ${mine.map(({ pool }) => pool.name).join(', ')}`,
      'pool',
    ),
  );
}

export function specOf(input: SubmitInput): JobSpec {
  const {
    command,
    args,
    workingDirectory,
    image,
    gpus,
    vcpus,
    ramGb,
    timeoutMinutes,
    priority,
    description,
    retry,
  } = input;
  return {
    command,
    args,
    envNames: Object.keys(input.env).sort(),
    gpus,
    class: input.class,
    timeoutMinutes,
    priority,
    retry,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(image === undefined ? {} : { image }),
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(ramGb === undefined ? {} : { ramGb }),
    ...(description === undefined ? {} : { description }),
  };
}
