/** Filled in by the subscriptions. */
export type Live = object;
