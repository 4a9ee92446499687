/** Slots that are taken for a time, in ms since the epoch. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly slots: number;
}

/** How much of a place is taken at any time: steps between the instants at which that changes. */
export class Skyline {
  /** In order; from each on, until the next, so much is taken. Before the first nothing is. */
  readonly #from: number[] = [];
  readonly #taken: number[] = [];

  constructor(spans: readonly Span[]) {
    const changes = spans.flatMap(({ from, until, slots }) => [
      { at: from, by: slots },
      { at: until, by: -slots },
    ]);
    changes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    let taken = 0;
    for (const { at, by } of changes) {
      taken += by;
      if (this.#from.at(-1) === at) this.#taken[this.#taken.length - 1] = taken;
      else {
        this.#from.push(at);
        this.#taken.push(taken);
      }
    }
  }

  /**
   * Where more than `most` is taken at some time from `start` until `end`: the end of the last stretch of which that is
   * so. Whoever begins before that, for as long, would be in it. Undefined where it is nowhere so.
   */
  crowdedUntil(start: number, end: number, most: number): number | undefined {
    let crowdedUntil: number | undefined;
    for (let step = this.#stepAt(start); step < this.#from.length; step += 1) {
      if ((this.#from[step] ?? 0) >= end) break;
      if ((this.#taken[step] ?? 0) > most) crowdedUntil = this.#from[step + 1] ?? Infinity;
    }
    return crowdedUntil;
  }

  /** The step that an instant is in; the first where it is before all. */
  #stepAt(instant: number): number {
    let low = 0;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#from[middle] ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
