import type { Ending } from './host-choices.js';
import { costOf, isLess, plus, type Cost } from './units.js';

/** What was chosen so far, host by host. */
interface Picked extends Cost {
  readonly last?: { readonly ending: Ending; readonly before: Picked };
}

/**
 * Shares out so many members among hosts as cheaply as can be: a knapsack, filled host by host (Bellman 1957). Costs add
 * up, so the cheapest for all is made of cheapest ones for fewer.
 *
 * @param choices by host; at index n - 1 what n members more cost there
 */
export function cheapestFor(members: number, choices: readonly (readonly Ending[])[]): Ending | undefined {
  const best: (Picked | undefined)[] = [costOf([])];
  for (const ofHost of choices) {
    for (let wanted = members; wanted > 0; wanted -= 1) {
      for (const [index, ending] of ofHost.entries()) {
        const before = best[Math.max(0, wanted - index - 1)];
        if (!before) continue;
        const known = best[wanted];
        if (known && before.count + ending.count > known.count) continue;
        const cost = plus(before, ending);
        if (!known || isLess(cost, known)) best[wanted] = { ...cost, last: { ending, before } };
      }
    }
  }
  const cheapest = best[members];
  if (!cheapest) return undefined;
  const units = [];
  for (let { last } = cheapest; last; { last } = last.before) units.push(...last.ending.units);
  return { count: cheapest.count, lost: cheapest.lost, oldest: cheapest.oldest, units };
}
