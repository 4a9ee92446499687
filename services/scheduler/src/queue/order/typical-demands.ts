import type { Board } from '../waiting/board.js';
import type { Demand, TypicalDemand } from '../../placement/demand.js';
import { typicalTasks } from '../../placement/fragmentation.js';

/** Enough to tell what the next job is likely to ask for, and few enough to ask each host about. */
export const BOUNDS = { most: 16, cover: 0.95 } as const;

/** What jobs of a pool ask for, those that wait and those that run. */
export function typicalDemands(board: Board, poolId: string): readonly TypicalDemand[] {
  const counts = new Map<string, [Demand, number]>();
  const count = (demand: Demand, jobs: number): void => {
    const known = counts.get(demand.key);
    if (known) known[1] += jobs;
    else counts.set(demand.key, [demand, jobs]);
  };
  for (const line of board.lines(poolId)) {
    const [first] = line;
    if (first) count(board.demandOf(first, undefined), line.length);
  }
  for (const held of board.allHeld)
    if (held.document.poolId === poolId) count(board.demandOf(held, undefined), 1);
  return typicalTasks(counts.values(), ({ count: gpus }) => gpus, BOUNDS);
}
