/** Injection tokens for what is not a class. */
export const JOBS = Symbol('jobs');
