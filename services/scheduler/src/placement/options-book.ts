import type { Capacity } from './capacity.js';
import type { Demand } from './demand.js';
import { Options } from './options.js';
import type { Strategy } from './strategy.js';

/** Different demands that a pass looks into; more wait for the next one, so that no pass takes long. */
const MOST_DEMANDS = 256;

/** Where jobs may go in a pass, for each demand that was looked into. */
export class OptionsBook {
  readonly #options = new Map<string, Options>();

  constructor(
    private readonly capacity: Capacity,
    private readonly strategy: Strategy,
  ) {}

  /** @param always holders get what they have booked, however many are before them in the queue */
  of(demand: Demand, always = false): Options | undefined {
    let options = this.#options.get(demand.key);
    if (!options && (always || this.#options.size < MOST_DEMANDS)) {
      options = new Options(demand, this.capacity, this.strategy);
      this.#options.set(demand.key, options);
    }
    return options;
  }
}
