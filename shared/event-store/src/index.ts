export * from './event.js';
export * from './event-store.js';
export * from './errors.js';
export * from './arguments.js';
export * from './filter.js';
