import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import type { Facts } from './facts.js';
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
