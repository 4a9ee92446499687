import type { Demand } from '../../placement/demand.js';
import { typicalTasks } from '../../placement/fragmentation.js';
import { leastFragmentation, pack, spread, type Strategy } from '../../placement/strategy.js';
import { BOUNDS } from '../../queue/order/candidates.js';
import { Random } from '../workload/random.js';

export const strategyNames = ['random', 'spread', 'pack', 'leastFragmentation'] as const;
export type StrategyName = (typeof strategyNames)[number];

/** The pool's own strategies, and chance as the floor. */
export function strategyOf(name: StrategyName, demands: readonly Demand[], seed: number): Strategy {
  if (name === 'spread') return spread;
  if (name === 'pack') return pack;
  return name === 'random' ? atRandom(seed) : leastFragmentation(typicalOf(demands));
}

function typicalOf(demands: readonly Demand[]) {
  const counts = new Map<Demand, number>();
  for (const demand of demands) counts.set(demand, (counts.get(demand) ?? 0) + 1);
  return typicalTasks(counts, ({ count }) => count, BOUNDS);
}

function atRandom(seed: number): Strategy {
  const random = new Random(seed);
  return (_line, free, { count }) => {
    const left = [...free];
    const devices = Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat();
    return { devices, score: random.uniform() };
  };
}

/** One object for all equal requests, so that cached results are shared. */
export function shareAlike(demands: readonly Demand[]): readonly Demand[] {
  const known = new Map<string, Demand>();
  return demands.map((demand) => {
    const first = known.get(demand.key) ?? demand;
    known.set(demand.key, first);
    return first;
  });
}
