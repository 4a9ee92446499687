import { memo, type ReactNode } from 'react';
import { BarButton } from './bar-button.js';
import type { Entry } from './entry.js';
import { barsWithin, type DeviceBars } from './lanes.js';
import { instantAt, lengthOf, offsetOf, type Scale } from './scale.js';

export interface EntryTexts {
  /** All of it, for the tooltip and screen readers. */
  readonly labelOf: (entry: Entry) => string;
  /** What fits onto it. */
  readonly textOf: (entry: Entry) => string;
}

export interface DeviceRowProps extends EntryTexts {
  readonly device: number;
  readonly bars: DeviceBars;
  readonly scale: Scale;
  readonly top: number;
  readonly height: number;
  readonly laneHeight: number;
  readonly padding: number;
  /** What is seen of the scale, in px. */
  readonly start: number;
  readonly end: number;
  readonly available: boolean;
}

/** What occupies one device. It changes with its own entries only, not with what goes on beside it. */
export const DeviceRow = memo(function DeviceRow(props: DeviceRowProps): ReactNode {
  const { device, bars, scale, top, height, laneHeight, padding, start, end, labelOf, textOf, available } =
    props;
  const shown = barsWithin(bars, instantAt(scale, start), instantAt(scale, end));
  return (
    <div
      className={`absolute inset-x-0 border-b border-line ${available ? '' : 'bg-sunken'}`}
      data-row=""
      style={{ top, height, contain: 'layout style' }}
    >
      {shown.map(({ entry, lane }) => {
        const from = Math.max(entry.from, scale.from);
        const until = Math.min(entry.until, scale.until);
        return (
          <BarButton
            key={entry.id}
            entry={entry}
            device={device}
            label={labelOf(entry)}
            text={textOf(entry)}
            start={offsetOf(scale, from)}
            length={lengthOf(scale, until - from)}
            top={padding + lane * laneHeight}
            height={laneHeight - 2}
          />
        );
      })}
    </div>
  );
});
