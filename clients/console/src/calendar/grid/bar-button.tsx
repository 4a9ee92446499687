import type { CSSProperties, ReactNode } from 'react';
import type { Entry } from './entry.js';

const HUES = [220, 150, 60, 330, 285, 105, 20, 190] as const;

/** The same for the same project, wherever it is shown. */
export function hueOf(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return HUES[sum % HUES.length] ?? HUES[0];
}

export interface BarButtonProps {
  readonly entry: Entry;
  readonly device: number;
  /** All that it shows, in words. */
  readonly label: string;
  readonly text: string;
  readonly start: number;
  readonly length: number;
  readonly top: number;
  readonly height: number;
}

/** The grid hears of presses on it by its data: so it is no more than an element. */
export const BarButton = ({
  entry,
  device,
  label,
  text,
  start,
  length,
  top,
  height,
}: BarButtonProps): ReactNode => (
  <button
    type="button"
    tabIndex={-1}
    className="bar"
    aria-label={label}
    title={label}
    data-entry={entry.id}
    data-device={device}
    data-kind={entry.kind}
    {...(!entry.visible && { 'data-busy': '' })}
    {...(entry.mine && { 'data-mine': '' })}
    {...(entry.movable && { 'data-movable': '' })}
    style={
      {
        insetInlineStart: start,
        inlineSize: Math.max(length, 3),
        insetBlockStart: top,
        blockSize: height,
        ...(entry.project && { '--hue': hueOf(entry.project.id) }),
      } as CSSProperties
    }
  >
    {entry.movable && <span className="bar-edge" data-edge="from" />}
    {length > 24 && height > 12 && <bdi className="bar-text">{text}</bdi>}
    {entry.extendable && <span className="bar-edge" data-edge="until" />}
  </button>
);
