import { wallClockOffset } from './zone.js';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Windows begin and end on one of these, the finest that a pointer can hit. */
const STEPS = [15 * MINUTE, 30 * MINUTE, HOUR] as const;
const MIN_STEP_PX = 10;

/** Time along the grid: linear in UTC, so that a bar is as long as it lasts, over a clock change too. */
export interface Scale {
  /** In ms since 1970. */
  readonly from: number;
  readonly until: number;
  /** In px, from the side where a line begins. */
  readonly width: number;
}

export const offsetOf = ({ from, until, width }: Scale, at: number): number =>
  ((at - from) / (until - from)) * width;

export const instantAt = ({ from, until, width }: Scale, offset: number): number =>
  from + (offset / width) * (until - from);

export const lengthOf = ({ from, until, width }: Scale, ms: number): number => (ms / (until - from)) * width;

export const stepOf = (scale: Scale): number =>
  STEPS.find((ms) => lengthOf(scale, ms) >= MIN_STEP_PX) ?? HOUR;

/** The step of the reader's clock in which an instant is: in a zone of half hours, an hour begins at half past UTC's. */
export function floorToStep(at: number, step: number, zone: string): number {
  const offset = wallClockOffset(at, zone);
  return Math.floor((at + offset) / step) * step - offset;
}

export const roundToStep = (at: number, step: number, zone: string): number =>
  floorToStep(at + step / 2, step, zone);

/** How far a pointer is into an element, from the side where a line begins. */
export const inlineOffset = (
  clientX: number,
  box: { readonly left: number; readonly right: number },
  direction: 'ltr' | 'rtl',
): number => (direction === 'rtl' ? box.right - clientX : clientX - box.left);
