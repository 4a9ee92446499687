/** What controllers ask Nest for where a class does not say it. */
export const JOBS = Symbol('jobs');
