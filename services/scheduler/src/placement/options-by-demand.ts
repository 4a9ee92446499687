import type { Capacity } from './capacity.js';
import type { Demand } from './demand.js';
import { Options } from './options.js';
import type { Strategy } from './strategy.js';

/** Maximum of different demands per pass; more wait for the next one, so that no pass takes long. */
const MAX_DEMANDS = 256;

/** The possible hosts for each demand that a pass has considered. */
export class OptionsByDemand {
  readonly #options = new Map<string, Options>();

  constructor(
    private readonly capacity: Capacity,
    private readonly strategy: Strategy,
  ) {}

  /** @param always holders get what they have reserved, however many are before them in the queue */
  of(demand: Demand, always = false): Options | undefined {
    let options = this.#options.get(demand.key);
    if (!options && (always || this.#options.size < MAX_DEMANDS)) {
      options = new Options(demand, this.capacity, this.strategy);
      this.#options.set(demand.key, options);
    }
    return options;
  }
}
