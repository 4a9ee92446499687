import { memo, type ReactNode } from 'react';
import type { Format } from '../../i18n/format.js';
import { lengthOf, offsetOf, type Scale } from './scale.js';
import type { DayTick, Span } from './ticks.js';

export const AXIS_HEIGHT = 44;

export interface TimeAxisProps {
  readonly scale: Scale;
  readonly days: readonly DayTick[];
  readonly hours: readonly number[];
  readonly format: Format;
}

/** Days and hours of the reader's clock, in their calendar system. */
export const TimeAxis = memo(function TimeAxis({ scale, days, hours, format }: TimeAxisProps): ReactNode {
  return (
    <div className="relative shrink-0" style={{ width: scale.width, height: AXIS_HEIGHT }} aria-hidden="true">
      {days.map(({ from, until, begins, weekend }) => (
        <div
          key={from}
          className={`absolute top-0 h-6 overflow-clip border-s ${begins ? 'border-text' : 'border-line'}`}
          style={{
            insetInlineStart: offsetOf(scale, Math.max(from, scale.from)),
            width: lengthOf(scale, Math.min(until, scale.until) - Math.max(from, scale.from)),
          }}
        >
          <span
            className={`sticky px-1.5 text-sm whitespace-nowrap ${weekend ? 'text-muted' : 'font-medium'}`}
            style={{ insetInlineStart: 'calc(var(--labels) + 2px)' }}
          >
            {format.day(from)}
          </span>
        </div>
      ))}
      {hours.map((at) => (
        <div
          key={at}
          className="absolute top-6 h-5 border-s border-line ps-1 text-xs text-muted"
          style={{ insetInlineStart: offsetOf(scale, at) }}
        >
          {format.time(at)}
        </div>
      ))}
    </div>
  );
});

export interface BackdropProps {
  readonly scale: Scale;
  readonly days: readonly DayTick[];
  readonly hours: readonly number[];
  readonly shaded: readonly Span[];
  readonly height: number;
}

/** Behind the rows: where days and hours begin, nights and weekends. */
export const Backdrop = memo(function Backdrop({
  scale,
  days,
  hours,
  shaded,
  height,
}: BackdropProps): ReactNode {
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0" style={{ height }} aria-hidden="true">
      {shaded.map(({ from, until }) => (
        <div
          key={from}
          className="absolute inset-y-0 bg-sunken opacity-60"
          style={{ insetInlineStart: offsetOf(scale, from), width: lengthOf(scale, until - from) }}
        />
      ))}
      {hours.map((at) => (
        <div
          key={at}
          className="absolute inset-y-0 border-s border-line opacity-50"
          style={{ insetInlineStart: offsetOf(scale, at) }}
        />
      ))}
      {days.map(({ from, begins }) => (
        <div
          key={from}
          className={`absolute inset-y-0 border-s ${begins ? 'border-text' : 'border-strong-line'}`}
          style={{ insetInlineStart: offsetOf(scale, from) }}
        />
      ))}
    </div>
  );
});
