/** What controllers ask Nest for where a class does not say it. */
export const CURRENCY = Symbol('currency');
export const PRICE_AGGREGATES = Symbol('prices');
