/** Injection tokens for what is not a class. */
export const CURRENCY = Symbol('currency');
export const PRICE_AGGREGATES = Symbol('prices');
