import { may } from '@berth/contracts/permissions';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { type Identity, orReject } from '@berth/service-host/operation';
import type { Entitlement } from './entitlement.js';
import type { Facts } from './facts.js';
import type { ProjectFact } from './people.facts.js';
import type { PoolFact } from './pool.facts.js';
import type { Visibility } from './visibility.js';

/**
 * A pool by id or name, or the only one that a user may see. One that they may not see is as if it did not exist.
 * @throws RejectedError naming `pool`
 */
export function findPool(
  facts: Facts,
  visibility: Visibility,
  identity: Identity,
  nameOrId: string | undefined,
): PoolFact {
  const called =
    nameOrId === undefined
      ? [...facts.pools.values()]
      : [facts.pools.get(nameOrId) ?? facts.pools.find('name', nameOrId)].flat();
  const visible = called.filter(({ poolId }) => visibility.ofPool(identity, poolId));
  const [pool] = visible;
  if (!pool) {
    const none =
      nameOrId === undefined
        ? 'pool: there is no pool that you may use'
        : `pool: there is no pool "${nameOrId}" that you may use`;
    return orReject(err(reject('NOT_FOUND', none, 'pool')));
  }
  if (nameOrId === undefined && visible.length > 1) {
    const names = visible.map(({ name }) => name).sort();
    return orReject(
      err(reject('VALIDATION_FAILED', `pool: is required; use one of: ${names.join(', ')}`, 'pool')),
    );
  }
  return pool;
}

/** For whom a job is taken in: who calls, or on whose behalf a process submits it. */
export type Submitter = Pick<Identity, 'userId' | 'role'>;

/** Projects that an id or a name may mean, whoever asks. */
export function findProjects(facts: Facts, nameOrId: string): readonly ProjectFact[] {
  const byId = facts.projects.get(nameOrId);
  return byId ? [byId] : facts.projects.find('name', nameOrId);
}

/** A project by id or name, if the caller belongs to it or runs the place; else as if there were none. */
export function findProject(
  facts: Facts,
  identity: Submitter,
  nameOrId: string,
): Result<ProjectFact, Rejection> {
  const called = findProjects(facts, nameOrId);
  const own = called.filter(({ members }) => Object.hasOwn(members, identity.userId));
  const [project] = own.length > 0 || !may(identity, 'useAllPools') ? own : called;
  if (!project) {
    return err(reject('NOT_FOUND', `project: you are not a member of a project "${nameOrId}"`, 'project'));
  }
  if (project.archived)
    return err(reject('INVALID_STATE', `project: the project "${project.name}" is archived`, 'project'));
  return ok(project);
}

export interface ChosenPool {
  readonly pool: PoolFact;
  readonly entitlement: Entitlement;
}

/** The named pool, or the only one that the submitter has a grant for. A pool without a grant is as if it did not exist. */
export function choosePool(
  facts: Facts,
  identity: Submitter,
  projectId: string,
  nameOrId: string | undefined,
): Result<ChosenPool, Rejection> {
  const who = { userId: identity.userId, projectId, staff: may(identity, 'useAllPools') };
  const usable = (pool: PoolFact): ChosenPool[] => {
    const entitlement = facts.entitlements.of(who, pool.poolId);
    return entitlement ? [{ pool, entitlement }] : [];
  };
  if (nameOrId !== undefined) {
    const byId = facts.pools.get(nameOrId);
    const [named] = (byId ? [byId] : facts.pools.find('name', nameOrId)).flatMap(usable);
    return named
      ? ok(named)
      : err(reject('NOT_FOUND', `pool: there is no pool "${nameOrId}" that you may use`, 'pool'));
  }
  const mine = [...facts.pools.values()].flatMap(usable);
  const only = mine.length === 1 ? mine[0] : mine.find(({ pool }) => pool.name === 'default');
  if (only) return ok(only);
  if (mine.length === 0)
    return err(
      reject(
        'FORBIDDEN',
        'pool: you have no grant for any pool; ask staff (admin or operator) for one',
        'pool',
      ),
    );
  const names = mine.map(({ pool }) => pool.name).sort();
  return err(reject('VALIDATION_FAILED', `pool: is required; use one of: ${names.join(', ')}`, 'pool'));
}
