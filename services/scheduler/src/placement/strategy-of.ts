import { assertNever } from '@berth/kernel/assert-never';
import { leastFragmentation } from './least-fragmentation.js';
import type { PlanOptions } from './planned.js';
import { pack, spread, type Strategy } from './strategy.js';

/** As the pool's policy says. */
export function strategyOf({ policy: { placement }, typical = [] }: PlanOptions): Strategy {
  switch (placement) {
    case 'spread':
      return spread;
    case 'pack':
      return pack;
    case 'leastFragmentation':
      return leastFragmentation(typical);
    default:
      return assertNever(placement);
  }
}
