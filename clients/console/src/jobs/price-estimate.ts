export interface PriceRow {
  readonly microsPerHour: string | number;
  readonly currency: string;
  readonly model: string | null;
  readonly pool: { readonly id: string } | null;
}

/** What a job without devices is charged as. */
const CPU_MODEL = 'CPU';

/** The price in force: of this model in this pool, else of this model, else of this pool, else of any. */
export function priceOf(prices: readonly PriceRow[], pool: string, model: string): PriceRow | undefined {
  const fits = ({ model: priced, pool: of }: PriceRow, wantsPool: boolean, wantsModel: boolean): boolean =>
    (wantsPool ? of?.id === pool : of === null) && (wantsModel ? priced === model : priced === null);
  for (const [wantsPool, wantsModel] of [
    [true, true],
    [false, true],
    [true, false],
    [false, false],
  ] as const) {
    // the newest comes first
    const price = prices.find((each) => fits(each, wantsPool, wantsModel));
    if (price) return price;
  }
  return undefined;
}

export interface Estimate {
  readonly micros: number;
  readonly currency: string;
}

/**
 * What a job costs if it takes all of its time.
 * @param models of the devices that it would get
 * @returns undefined where a device has no price
 */
export function estimateOf(
  prices: readonly PriceRow[],
  {
    pool,
    models,
    minutes,
  }: { readonly pool: string; readonly models: readonly string[]; readonly minutes: number },
): Estimate | undefined {
  const rows = (models.length > 0 ? models : [CPU_MODEL]).map((model) => priceOf(prices, pool, model));
  const [first] = rows;
  if (!first) return undefined;
  let micros = 0;
  for (const row of rows) {
    if (!row) return undefined;
    micros += (Number(row.microsPerHour) * minutes) / 60;
  }
  return { micros: Math.round(micros), currency: first.currency };
}
