/**
 * Where the service's events end, as far as any read has shown: between its last known event and `upTo` in the
 * server's log there is none of its own. So a search for the end goes back no further than that.
 */
export class KnownEnd {
  #lastOwn = 0n;
  #upTo: bigint;

  /** @param origin position before which the service has no events */
  constructor(origin: bigint) {
    this.#upTo = origin;
  }

  /** Position of the last known event of the service, 0 where none is known. */
  get lastOwn(): bigint {
    return this.#lastOwn;
  }

  get upTo(): bigint {
    return this.#upTo;
  }

  /** An event of the service was seen, or appended, at a position. */
  sawOwn(position: bigint): void {
    if (position > this.#lastOwn) this.#lastOwn = position;
    if (position > this.#upTo) this.#upTo = position;
  }

  /** Between two positions of the log there is no event of the service. */
  sawNone(from: bigint, to: bigint): void {
    if (from <= this.#upTo && to > this.#upTo) this.#upTo = to;
  }
}
