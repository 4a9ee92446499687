export * from './read-models.js';
export * from './errors.js';
export * from './projection.js';
export * from './projection.js';
export * from './project-batch.js';
export * from './projection-runner.js';
export * from './projection.js';
export type { ProjectedBatch } from './running-projection.js';
