import type { JobRecord } from '../engine/timeline.js';

/** Runs shorter than that count as if they took so long: else a pause before a run of a second would outweigh all. */
const SHORTEST_MS = 10_000;

/**
 * Time in the system by time of running, where what runs that preemption ended had done counts as waiting. Feitelson et
 * al., "Theory and practice in parallel job scheduling", JSSPP 1997, with the usual threshold of 10 s.
 */
export function boundedSlowdownOf({ submittedMs, startedMs = 0, endedMs = 0 }: JobRecord): number {
  return Math.max(1, (endedMs - submittedMs) / Math.max(endedMs - startedMs, SHORTEST_MS));
}

export const waitSecondsOf = ({ submittedMs, firstStartMs = submittedMs }: JobRecord): number =>
  (firstStartMs - submittedMs) / 1000;

export const hasStarted = ({ firstStartMs }: JobRecord): boolean => firstStartMs !== undefined;
export const hasEnded = ({ state }: JobRecord): boolean => state === 'finished' || state === 'timedOut';
