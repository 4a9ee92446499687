export * from './event.js';
export * from './event-store.js';
export * from './errors.js';
export * from './arguments.js';
export * from './filter.js';
export * from './shared-feed.js';
export type { Behind } from './event-window.js';
