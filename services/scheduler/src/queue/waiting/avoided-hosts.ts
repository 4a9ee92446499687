import { startFaultOf } from './start-fault.js';
import type { SchedulingState } from './scheduling-state.js';

/** So long a job waits for another host than those on which it could not be started, at most. */
export const AVOID_MS = 15 * 60_000;

/** Hosts on which a job's command never started, in order; undefined where there is none. */
export function avoidedHosts({ runs }: Pick<SchedulingState, 'runs'>): ReadonlySet<string> | undefined {
  const hosts = runs.filter((run) => startFaultOf(run) !== undefined).map(({ hostId }) => hostId);
  return hosts.length === 0 ? undefined : new Set(hosts.sort());
}
