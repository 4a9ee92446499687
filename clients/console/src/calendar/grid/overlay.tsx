import type { ReactNode } from 'react';
import type { Proposal } from './gesture.js';
import { lengthOf, offsetOf, type Scale } from './scale.js';
import type { Layout } from './rows.js';

export type Verdict = 'checking' | 'free' | 'taken';

/** Devices that are next to each other, as spans of rows. */
function spansOf(
  devices: readonly number[],
  { deviceRows, tops }: Layout,
): { top: number; height: number }[] {
  return devices.flatMap((device) => {
    const row = deviceRows[device];
    const top = row === undefined ? undefined : tops[row];
    return row === undefined || top === undefined ? [] : [{ top, height: (tops[row + 1] ?? top) - top }];
  });
}

export interface GhostProps {
  readonly proposal: Proposal;
  readonly verdict: Verdict;
  readonly text: string;
  readonly scale: Scale;
  readonly layout: Layout;
}

/** What a gesture would make. */
export const Ghost = ({ proposal, verdict, text, scale, layout }: GhostProps): ReactNode =>
  spansOf(proposal.devices, layout).map(({ top, height }, index) => (
    <div
      key={top}
      className="ghost"
      data-verdict={verdict}
      style={{
        insetInlineStart: offsetOf(scale, proposal.from),
        inlineSize: lengthOf(scale, proposal.until - proposal.from),
        top,
        height,
      }}
    >
      {index === 0 && (
        <span className="absolute bottom-full start-0 z-10 mb-0.5 rounded bg-text px-1.5 py-0.5 text-xs whitespace-nowrap text-surface">
          {text}
        </span>
      )}
    </div>
  ));

export interface OfferedProps {
  readonly window: Proposal;
  readonly label: string;
  readonly scale: Scale;
  readonly layout: Layout;
  readonly onTake: () => void;
}

/** A free window near one that was taken. */
export const Offered = ({ window, label, scale, layout, onTake }: OfferedProps): ReactNode =>
  spansOf(window.devices, layout).map(({ top, height }) => (
    <button
      key={top}
      type="button"
      className="ghost"
      data-verdict="offered"
      aria-label={label}
      title={label}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={onTake}
      style={{
        insetInlineStart: offsetOf(scale, window.from),
        inlineSize: lengthOf(scale, window.until - window.from),
        top,
        height,
      }}
    />
  ));

/** Where in time we are. */
export const NowLine = ({ now, scale, height }: { now: number; scale: Scale; height: number }): ReactNode =>
  now >= scale.from && now < scale.until ? (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-0 border-s-2 border-bad"
      style={{ insetInlineStart: offsetOf(scale, now), height }}
    />
  ) : null;
