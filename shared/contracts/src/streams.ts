import type { ServiceName } from './services.js';

/** JetStream streams: one of events a service, written by its relay alone; logs and samples until telemetry has them. */
export const STREAMS: { readonly [service in ServiceName]: string } = {
  auth: 'AUTH',
  inventory: 'INVENTORY',
  scheduler: 'SCHEDULER',
  telemetry: 'TELEMETRY',
  billing: 'BILLING',
};
export const LOG_STREAM = 'LOGS';
export const SAMPLE_STREAM = 'SAMPLES';
/** Key-value bucket of the leaders: which copy of each service relays and runs the process managers. */
export const LEADER_BUCKET = 'leaders';
