import type { JobQuery } from '../generated/operations.js';

/** A job as its screen has it. */
export type Job = NonNullable<JobQuery['job']>;
