import { isHolder, type Claim } from '../calendar/agenda.js';
import type { Demand } from './demand.js';

/** What ending a run at its time limit may take beyond it: warning, grace, and the report of its end. */
export const ENDING_MS = 70_000;

/** Beside the grace of a run that must make room, for words to get there and back. */
export const MARGIN_MS = 5_000;

/**
 * So long before a booking ends its runs are told to leave, if somebody is to follow, and nothing is begun in it any
 * more that may not be over by then: the grace and a margin, but half of a window that is shorter than two of those.
 */
export const closingMs = (graceSeconds: number, windowMs: number): number =>
  Math.min(noticeMs(graceSeconds), windowMs / 2);

/** So long before it must be gone a run is told to make room. */
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

/** A booking that is under way, for a job of its holder. */
export interface Window {
  readonly reservationId: string;
  readonly uuids: ReadonlySet<string>;
  readonly untilMs: number;
  /** From when on it takes only what is over by its end. */
  readonly closesMs: number;
}

/** What a candidate asks of time beside devices: for how long, and for whom it gives way. */
export interface Ask {
  readonly demand: Demand;
  readonly userId: string;
  readonly projectId: string;
  /** Its time limit and what ending it may take. */
  readonly lengthMs: number;
  /** After so long it may be ended for others; null: never. */
  readonly yieldsAfterMs: number | null;
  /** So long before it must be gone it is told so. */
  readonly noticeMs: number;
  readonly preemptible: boolean;
  readonly grantPriority: number;
  /** Where it is placed in its holder's booking: on those devices only, and its end counts as the booking's at the latest. */
  readonly window: Window | undefined;
  /** The same of somebody who has booked nothing; itself for one who hasn't. */
  readonly stranger?: Ask;
}

/** When what starts then is over, or made to give way, at the latest. */
export const endOf = ({ lengthMs, window }: Ask, start: number): number =>
  window ? Math.min(start + lengthMs, window.untilMs) : start + lengthMs;

/** Whether a job may still begin in a window, rather than be told to leave as soon as it runs. */
export const mayBegin = (
  { lengthMs }: Pick<Ask, 'lengthMs'>,
  { untilMs, closesMs }: Pick<Window, 'untilMs' | 'closesMs'>,
  nowMs: number,
): boolean => nowMs < closesMs || nowMs + lengthMs <= untilMs;

/** Whether a claim keeps a job from starting on the claimed device at an instant. */
export function blocks({ claim, from, until }: TimedClaim, ask: Ask, start: number): boolean {
  if (until <= start || claim.id === ask.window?.reservationId) return false;
  if (from <= start) return true;
  if (isHolder(claim, ask) || endOf(ask, start) <= from) return false;
  if (!givesWayTo(claim, ask)) return true;
  // one that is told to leave as soon as it runs would start again and again
  return start + Math.max(ask.yieldsAfterMs ?? Infinity, ask.noticeMs) > from;
}

/** Preemptible jobs give way to every claim, others to those of a better class. */
const givesWayTo = (claim: Claim, { preemptible, grantPriority }: Ask): boolean =>
  preemptible || claim.grantPriority < grantPriority;
