import type { ReservationState } from '../generated/operations.js';

const HOUR = 3_600_000;

export interface Terms {
  readonly state: ReservationState;
  /** In ms since 1970. */
  readonly from: number;
  readonly until: number;
  readonly gpus: number;
}

/** What can be done about a reservation by those who may. */
export const canRelease = ({ state }: Terms): boolean => state === 'ACTIVE';
export const canCancel = ({ state }: Terms): boolean => state === 'RESERVED';
export const canExtend = ({ state }: Terms): boolean => state === 'ACTIVE' || state === 'RESERVED';

export interface Freed {
  readonly gpus: number;
  /** How long each is free then. */
  readonly ms: number;
  readonly gpuHours: number;
}

/** What others get when it ends at an instant instead of when it should. */
export function freedBy({ from, until, gpus }: Terms, at: number): Freed {
  const ms = Math.max(0, until - Math.max(from, at));
  return { gpus, ms, gpuHours: (ms * gpus) / HOUR };
}

/** How much of its window has passed, from 0 to 1. */
export function passed({ from, until }: Terms, at: number): number {
  return Math.max(0, Math.min(1, (at - from) / (until - from)));
}
