import { memo, type ReactNode } from 'react';
import { useReader } from '../../i18n/text.js';
import type { Layout } from './rows.js';

export interface RowLabelsProps {
  readonly layout: Layout;
  readonly first: number;
  readonly end: number;
}

/** Names beside the rows: pool, host with its model, and the devices. */
export const RowLabels = memo(function RowLabels({ layout, first, end }: RowLabelsProps): ReactNode {
  const { t, format } = useReader();
  return layout.rows.slice(first, end).map((row, index) => {
    const top = layout.tops[first + index] ?? 0;
    const height = (layout.tops[first + index + 1] ?? 0) - top;
    if (row.kind === 'device') {
      const { device } = row;
      return (
        <div
          key={row.key}
          className="absolute inset-x-0 flex items-center gap-1.5 overflow-hidden border-b border-line ps-5 pe-2 text-sm"
          style={{ top, height }}
        >
          <span className="whitespace-nowrap">
            {t('calendar.gpu', { index: format.number(device.index) })}
          </span>
          {device.shared && <span className="truncate text-xs text-muted">{t('calendar.shared')}</span>}
          {!device.available && (
            <span className="truncate text-xs text-bad">{t('calendar.outOfService')}</span>
          )}
        </div>
      );
    }
    return (
      <div
        key={row.key}
        className="absolute inset-x-0 flex items-center gap-1.5 overflow-hidden border-b border-line bg-sunken px-2 text-sm whitespace-nowrap"
        style={{ top, height }}
      >
        {row.kind === 'pool' ? (
          <bdi className="font-semibold">{row.name}</bdi>
        ) : (
          <>
            <bdi className="font-semibold">{row.host}</bdi>
            <bdi className="truncate text-muted" title={row.model}>
              {row.model}
            </bdi>
          </>
        )}
      </div>
    );
  });
});
