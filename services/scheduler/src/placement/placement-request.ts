import { isHolder, type Claim } from '../calendar/agenda.js';
import type { Demand } from './demand.js';

/** What ending a run at its time limit may take beyond it: warning, grace, and the report of its end. */
export const ENDING_MS = 70_000;

/** Added to the grace of a preempted run, for messages to travel both ways. */
export const MARGIN_MS = 5_000;

/**
 * So long before a reservation ends its runs are preempted, if a successor needs the devices, and no run starts in
 * it that may not be over by then: the grace and a margin, but half of a window that is shorter than two of those.
 */
export const closingMs = (graceSeconds: number, windowMs: number): number =>
  Math.min(noticeMs(graceSeconds), windowMs / 2);

/** So long before its deadline a run is preempted. */
export const noticeMs = (graceSeconds: number): number => graceSeconds * 1000 + MARGIN_MS;

/** A claim with its times in ms since the epoch. */
export interface TimedClaim {
  readonly claim: Claim;
  readonly from: number;
  readonly until: number;
}

export const timed = (claim: Claim): TimedClaim => ({
  claim,
  from: Date.parse(claim.from),
  until: Date.parse(claim.until),
});

/** A reservation that is under way, for a job of its holder. */
export interface Window {
  readonly reservationId: string;
  readonly uuids: ReadonlySet<string>;
  readonly untilMs: number;
  /** From when on it takes only what is over by its end. */
  readonly closesMs: number;
}

/** The demands of a candidate on time: for how long it needs devices, and for which claims it yields. */
export interface PlacementRequest {
  readonly demand: Demand;
  readonly userId: string;
  readonly projectId: string;
  /** Its time limit and what ending it may take. */
  readonly lengthMs: number;
  /** After so long it may be preempted; null: never. */
  readonly yieldsAfterMs: number | null;
  /** So long before its deadline it is preempted. */
  readonly noticeMs: number;
  readonly preemptible: boolean;
  readonly grantPriority: number;
  /**
   * Where it is placed in its holder's reservation: on those devices only, and its end counts as the reservation's
   * at the latest.
   */
  readonly window: Window | undefined;
  /** The same without a reservation; itself for one without. */
  readonly withoutOwnReservation?: PlacementRequest;
}

/** When a run that starts then is over or preempted, at the latest. */
export const endOf = ({ lengthMs, window }: PlacementRequest, start: number): number =>
  window ? Math.min(start + lengthMs, window.untilMs) : start + lengthMs;

/** Whether a job may still start in a window, rather than be preempted as soon as it runs. */
export const mayBegin = (
  { lengthMs }: Pick<PlacementRequest, 'lengthMs'>,
  { untilMs, closesMs }: Pick<Window, 'untilMs' | 'closesMs'>,
  nowMs: number,
): boolean => nowMs < closesMs || nowMs + lengthMs <= untilMs;

/** Whether a claim keeps a job from starting on the claimed device at an instant. */
export function blocks(
  { claim, from, until }: TimedClaim,
  request: PlacementRequest,
  start: number,
): boolean {
  if (until <= start || claim.id === request.window?.reservationId) return false;
  if (from <= start) return true;
  if (isHolder(claim, request) || endOf(request, start) <= from) return false;
  if (!givesWayTo(claim, request)) return true;
  // one that is preempted as soon as it runs would start over and over
  return start + Math.max(request.yieldsAfterMs ?? Infinity, request.noticeMs) > from;
}

/** Preemptible jobs yield to every claim, others to those of a better class. */
const givesWayTo = (claim: Claim, { preemptible, grantPriority }: PlacementRequest): boolean =>
  preemptible || claim.grantPriority < grantPriority;
