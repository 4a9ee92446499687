import { logPlaceOf, type LogPlace } from '../logs/log-place.js';

export const JOB_TABS = ['overview', 'logs', 'metrics', 'runs', 'spec', 'history', 'cost'] as const;
export type JobTab = (typeof JOB_TABS)[number];

/** Which part of a job is shown, as the address has it; of the log, which lines. */
export interface JobPlace extends LogPlace {
  readonly tab?: JobTab;
}

export function jobPlaceOf(given: { readonly [name: string]: unknown }): JobPlace {
  const tab = JOB_TABS.find((each) => each === given['tab']);
  return { ...(tab && { tab }), ...(tab === 'logs' && logPlaceOf(given)) };
}
