import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Button } from '../design/button.js';
import { Select } from '../design/fields.js';
import { useReader } from '../i18n/text.js';
import { dateOf, SPANS, turned, zoomed, type CalendarSearch, type Range } from './range.js';
import type { Pool } from './use-calendar.js';

export interface ToolbarProps {
  readonly pools: readonly Pool[];
  readonly pool: Pool;
  readonly search: CalendarSearch;
  readonly range: Range;
  readonly onSearch: (change: {
    readonly [key in keyof CalendarSearch]: CalendarSearch[key] | undefined;
  }) => void;
}

/** Which pool, which days and how near. The signs on the buttons are those that are mirrored with the line. */
export function Toolbar({ pools, pool, search, range, onSearch }: ToolbarProps): ReactNode {
  const { t, format } = useReader();
  const turn = (by: 1 | -1) =>
    onSearch({ from: turned({ ...search, from: dateOf(range.from, format.zone) }, by, format.zone) });
  const zoom = search.zoom ?? 1;
  const zoomTo = (direction: 1 | -1) => onSearch({ zoom: zoomed(zoom, direction) });
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      {pools.length > 1 && (
        <div className="min-w-40">
          <Select
            label={t('calendar.pool')}
            options={pools}
            value={pool.id}
            onChange={(id) => onSearch({ pool: pools.find((each) => each.id === id)?.name })}
          />
        </div>
      )}
      <div className="flex items-center gap-1">
        <Button aria-label={t('calendar.earlier')} onPress={() => turn(-1)}>
          <span aria-hidden="true">‹</span>
        </Button>
        <Button isDisabled={search.from === undefined} onPress={() => onSearch({ from: undefined })}>
          {t('calendar.today')}
        </Button>
        <Button aria-label={t('calendar.later')} onPress={() => turn(1)}>
          <span aria-hidden="true">›</span>
        </Button>
      </div>
      <ToggleButtonGroup
        aria-label={t('calendar.span')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[search.span ?? 'week']}
        onSelectionChange={(keys) => onSearch({ span: SPANS.find((each) => keys.has(each)) })}
        className="flex overflow-hidden rounded-md border border-strong-line"
      >
        {SPANS.map((span) => (
          <ToggleButton
            key={span}
            id={span}
            className="border-e border-strong-line bg-raised px-3 py-1.5 last:border-e-0 hover:bg-sunken data-selected:bg-accent data-selected:text-on-accent"
          >
            {t(`calendar.span.${span}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <div className="flex items-center gap-1">
        <Button aria-label={t('calendar.zoomOut')} isDisabled={zoom <= 1} onPress={() => zoomTo(-1)}>
          −
        </Button>
        <Button aria-label={t('calendar.zoomIn')} isDisabled={zoom >= 8} onPress={() => zoomTo(1)}>
          +
        </Button>
      </div>
      <p className="py-1.5 text-muted">
        {search.span === 'day'
          ? format.date(range.from)
          : `${format.date(range.from)} – ${format.date(range.until - 1)}`}
      </p>
    </div>
  );
}
