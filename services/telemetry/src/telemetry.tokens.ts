/** Injection tokens for what is not a class. */
export const BUCKET_MINUTES = Symbol('minutes of a bucket of samples');
