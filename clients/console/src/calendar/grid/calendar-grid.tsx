import { useEffect, useMemo, useRef, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { useReader } from '../../i18n/text.js';
import { directionOf } from '../../i18n/catalogue.js';
import { DeviceRow, type EntryTexts } from './device-row.js';
import type { Entry } from './entry.js';
import type { Cell, Proposal } from './gesture.js';
import { barsWithin, type DeviceBars } from './lanes.js';
import { Ghost, NowLine, Offered, type Verdict } from './overlay.js';
import { RowLabels } from './row-labels.js';
import { laneHeightOf, rowsWithin, type Heights, type Layout } from './rows.js';
import { lengthOf, offsetOf, type Scale } from './scale.js';
import { AXIS_HEIGHT, Backdrop, TimeAxis } from './time-axis.js';
import { dayTicks, hourTicks, offHours, type WorkingHours } from './ticks.js';
import type { Grid } from './use-grid.js';
import { useGridKeys } from './use-grid-keys.js';
import { useGridPointer } from './use-grid-pointer.js';
import { useViewport } from './use-viewport.js';
import './grid.css';

export interface CalendarGridProps extends EntryTexts {
  readonly name: string;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly grid: Grid;
  readonly scale: Scale;
  readonly layout: Layout;
  readonly heights: Heights;
  readonly barsOf: (uuid: string) => DeviceBars;
  readonly entryOf: (id: string) => Entry | undefined;
  readonly now: number;
  readonly workingHours: WorkingHours;
  readonly labelWidth: number;
  readonly verdict: Verdict;
  readonly offered: readonly Proposal[];
  readonly proposalText: (proposal: Proposal) => string;
  /** Says where the keys are. */
  readonly cellText: (cell: Cell, entry: Entry | undefined) => string;
  /** A gesture has come to its end. */
  readonly onPropose: (proposal: Proposal) => void;
  readonly onOpen: (entry: Entry) => void;
  readonly onTake: (window: Proposal) => void;
  readonly onZoom: (direction: 1 | -1) => void;
}

/**
 * Devices over time. A window is drawn, moved and resized by pointer and by keys alike; what it comes to is up to
 * whoever shows the grid.
 */
export function CalendarGrid(props: CalendarGridProps): ReactNode {
  const { grid, scale, layout, barsOf, heights, scroller, labelWidth, now } = props;
  const { look, format, t } = useReader();
  const direction = directionOf(look.locale);
  const track = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scroller);
  const { first, end } = rowsWithin(layout, viewport.top - AXIS_HEIGHT, viewport.bottom);
  const reader = useMemo(() => ({ zone: format.zone, locale: format.locale }), [format]);
  const days = useMemo(() => dayTicks(scale, reader), [scale, reader]);
  const hours = useMemo(() => hourTicks(scale, reader), [scale, reader]);
  const shaded = useMemo(
    () => offHours(days, reader, props.workingHours),
    [days, reader, props.workingHours],
  );
  const height = layout.tops.at(-1) ?? 0;
  const placeOf = useMemo(() => {
    const places = layout.deviceRows.map((row, place) => [layout.rows[row]?.key ?? '', place] as const);
    return new Map(places);
  }, [layout]);
  const uuidAt = (device: number): string => layout.rows[layout.deviceRows[device] ?? -1]?.key ?? '';
  const entryAt = ({ device, at }: Cell): Entry | undefined =>
    barsWithin(barsOf(uuidAt(device)), at, at + grid.bounds.step).at(-1)?.entry;
  const grabbedOf = ({ id, from, until, devices }: Entry) => ({
    id,
    from,
    until,
    devices: devices.flatMap((uuid) => placeOf.get(uuid) ?? []).sort((a, b) => a - b),
  });
  const focus = (): void => cursor.current?.focus({ preventScroll: true });
  const pointer = useGridPointer({ ...props, track, direction, grabbedOf, focus });
  const keys = useGridKeys({ ...props, direction, grabbedOf, entryAt });
  const { cursor: at } = grid.state;
  useEffect(() => {
    if (document.activeElement === cursor.current)
      cursor.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);
  const row = layout.deviceRows[at.device];
  const cellText = props.cellText(at, entryAt(at));
  return (
    <div
      ref={scroller}
      className="relative max-h-[calc(100dvh-15rem)] min-h-48 overflow-auto rounded-md border border-line bg-raised"
      style={
        {
          '--labels': `${labelWidth}px`,
          scrollPaddingBlockStart: AXIS_HEIGHT + 8,
          scrollPaddingInlineStart: labelWidth + 8,
        } as CSSProperties
      }
      role="group"
      aria-label={props.name}
    >
      <div style={{ width: labelWidth + scale.width }}>
        <div className="sticky top-0 z-20 flex border-b border-strong-line bg-raised">
          <div
            className="sticky start-0 z-10 shrink-0 truncate border-e border-strong-line bg-raised px-2 pt-6 text-xs text-muted"
            style={{ width: labelWidth, height: AXIS_HEIGHT }}
            title={format.zone}
          >
            <bdi dir="ltr">{format.zone}</bdi>
          </div>
          <TimeAxis scale={scale} days={days} hours={hours} format={format} />
        </div>
        <div className="flex" style={{ height }}>
          <div
            className="sticky start-0 z-10 shrink-0 border-e border-strong-line bg-raised"
            style={{ width: labelWidth }}
          >
            <RowLabels layout={layout} first={first} end={end} />
          </div>
          <div
            ref={track}
            data-track=""
            className="relative shrink-0 select-none"
            style={{ width: scale.width }}
            {...pointer}
          >
            <Backdrop scale={scale} days={days} hours={hours} shaded={shaded} height={height} />
            {layout.rows.slice(first, end).map((each, index) => {
              const place = placeOf.get(each.key);
              const top = layout.tops[first + index] ?? 0;
              const rowHeight = (layout.tops[first + index + 1] ?? 0) - top;
              if (each.kind !== 'device' || place === undefined)
                return (
                  <div
                    key={each.key}
                    className="absolute inset-x-0 border-b border-line bg-sunken"
                    style={{ top, height: rowHeight }}
                  />
                );
              return (
                <DeviceRow
                  key={each.key}
                  device={place}
                  bars={barsOf(each.key)}
                  scale={scale}
                  top={top}
                  height={rowHeight}
                  laneHeight={laneHeightOf(each.lanes, heights)}
                  padding={heights.padding}
                  start={viewport.start - labelWidth}
                  end={viewport.end}
                  available={each.device.available}
                  labelOf={props.labelOf}
                  textOf={props.textOf}
                />
              );
            })}
            <NowLine now={now} scale={scale} height={height} />
            {row !== undefined && (
              <div
                ref={cursor}
                tabIndex={0}
                role="application"
                aria-label={t('calendar.grid.keys')}
                aria-roledescription={t('calendar.grid.cell')}
                className="pointer-events-none absolute rounded outline-offset-0 focus:bg-accent-soft/60 focus:outline-2"
                style={{
                  insetInlineStart: offsetOf(scale, at.at),
                  width: Math.max(4, lengthOf(scale, grid.bounds.step)),
                  top: layout.tops[row],
                  height: (layout.tops[row + 1] ?? 0) - (layout.tops[row] ?? 0),
                }}
                onKeyDown={keys}
              />
            )}
            {props.offered.map((window) => (
              <Offered
                key={`${window.from} ${window.devices.join()}`}
                window={window}
                label={t('calendar.offered', { window: props.proposalText(window) })}
                scale={scale}
                layout={layout}
                onTake={() => props.onTake(window)}
              />
            ))}
            {grid.proposal && (
              <Ghost
                proposal={grid.proposal}
                verdict={props.verdict}
                text={props.proposalText(grid.proposal)}
                scale={scale}
                layout={layout}
              />
            )}
          </div>
        </div>
      </div>
      <p className="sr-only" role="status">
        {grid.proposal ? props.proposalText(grid.proposal) : cellText}
      </p>
    </div>
  );
}
