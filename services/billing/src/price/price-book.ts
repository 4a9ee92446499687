import type { Instant } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';

/** What a lease without devices is rated as: one slot of a host's CPU. */
export const CPU_MODEL = 'CPU';

export interface Price {
  readonly priceId: string;
  readonly poolId?: string | undefined;
  readonly model?: string | undefined;
  readonly microsPerHour: number;
  readonly from: Instant;
}

/** A stretch of time at one price; `price` is absent where none was set. Milliseconds since 1970, `to` exclusive. */
export interface PricedSpan {
  readonly from: number;
  readonly to: number;
  readonly price?: Price;
}

interface Entry {
  readonly price: Price;
  readonly from: number;
}

/** Who may be charged how much, from when on. Never changed: a new price makes a new book. */
export class PriceBook {
  /** By scope; each list in order of validity, of two from the same instant the one set later last. */
  readonly #scopes = new Map<string, readonly Entry[]>();

  /** @param prices in the order in which they were set */
  constructor(readonly prices: readonly Price[] = []) {
    for (const [scope, own] of Map.groupBy(prices, (price) => scopeOf(price.poolId, price.model))) {
      const entries = own.map((price) => ({ price, from: Date.parse(price.from) }));
      this.#scopes.set(
        scope,
        entries.sort((a, b) => a.from - b.from),
      );
    }
  }

  /** The price in force at an instant: of this model in this pool, else of this model, else of this pool, else of any. */
  priceAt(poolId: string, model: string, at: number): Price | undefined {
    for (const entries of this.#candidates(poolId, model)) {
      const entry = entries.findLast(({ from }) => from <= at);
      if (entry) return entry.price;
    }
    return undefined;
  }

  /** Covers [from, to) without a gap; neighbours differ in price. One empty span where `from` is `to`. */
  spans(poolId: string, model: string, from: number, to: number): readonly PricedSpan[] {
    const changes = this.#candidates(poolId, model)
      .flatMap((entries) => entries.map((entry) => entry.from))
      .filter((at) => at > from && at < to);
    const cuts = [...new Set([from, ...changes])].sort((a, b) => a - b);
    const spans: PricedSpan[] = [];
    for (const [index, cut] of cuts.entries()) {
      const end = cuts[index + 1] ?? to;
      const price = this.priceAt(poolId, model, cut);
      const last = spans.at(-1);
      if (last && last.price?.priceId === price?.priceId) spans[spans.length - 1] = { ...last, to: end };
      else spans.push({ from: cut, to: end, ...defined({ price }) });
    }
    return spans;
  }

  #candidates(poolId: string, model: string): readonly (readonly Entry[])[] {
    const scopes = [scopeOf(poolId, model), scopeOf(undefined, model)];
    // what a GPU costs says nothing about a CPU slot
    if (model !== CPU_MODEL) scopes.push(scopeOf(poolId, undefined), scopeOf(undefined, undefined));
    return scopes.map((scope) => this.#scopes.get(scope) ?? []);
  }
}

const scopeOf = (poolId: string | undefined, model: string | undefined): string =>
  JSON.stringify([poolId, model]);
