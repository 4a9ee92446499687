import type { ReactNode } from 'react';
import type { Format } from '../i18n/format.js';
import { useReader, type Translate } from '../i18n/text.js';
import { devicesByHost, type FreeWindow } from './free-window.js';
import { dateOf } from './range.js';

/** From and until, the day once where both are on it. */
export function windowText(from: number, until: number, format: Format, t: Translate): string {
  if (!Number.isFinite(until))
    return t('calendar.window.open', { from: `${format.day(from)} ${format.time(from)}` });
  const sameDay = dateOf(from, format.zone) === dateOf(until, format.zone);
  return t('calendar.window', {
    from: `${format.day(from)} ${format.time(from)}`,
    until: sameDay ? format.time(until) : `${format.day(until)} ${format.time(until)}`,
    length: format.duration((until - from) / 1000),
  });
}

export interface WindowTextProps {
  readonly from: string | number;
  readonly until: string | number;
}

export function WindowText({ from, until }: WindowTextProps): ReactNode {
  const { t, format } = useReader();
  return <span>{windowText(new Date(from).getTime(), new Date(until).getTime(), format, t)}</span>;
}

/** Devices, by host. */
export function DevicesText({ devices }: { readonly devices: FreeWindow['devices'] }): ReactNode {
  const { t, format } = useReader();
  return devicesByHost(devices).map(({ host, indices }, index) => (
    <span key={host}>
      {index > 0 && ' · '}
      <bdi>{host}</bdi>{' '}
      {t('calendar.gpus', {
        count: indices.length,
        indices: indices.map((n) => format.number(n)).join(', '),
      })}
    </span>
  ));
}
