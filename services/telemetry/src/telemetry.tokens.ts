/** What controllers ask Nest for where a class does not say it. */
export const BUCKET_MINUTES = Symbol('minutes of a bucket of samples');
