import type { ReactNode } from 'react';
import { WindowText } from '../calendar/window-text.js';
import { Instant } from '../design/instant.js';
import { useReader } from '../i18n/text.js';
import type { Shown } from './terms.js';

/** What happened to it, in order. */
export function ReservationHistory({ reservation }: { readonly reservation: Shown }): ReactNode {
  const { t } = useReader();
  const { changes, startedAt, usedAt, endedAt, state, overstays } = reservation;
  const events: { readonly at: string; readonly what: ReactNode }[] = changes.map(
    ({ at, from, until, reason, devices }, index) => ({
      at,
      what: (
        <>
          {t(index === 0 ? 'reservation.history.reserved' : 'reservation.history.changed')}:{' '}
          <WindowText from={from} until={until} /> · {t('calendar.gpuCount', { count: devices.length })}
          {reason != null && (
            <span className="text-muted">
              {' '}
              · <bdi>{reason}</bdi>
            </span>
          )}
        </>
      ),
    }),
  );
  if (startedAt != null) events.push({ at: startedAt, what: t('reservation.history.started') });
  if (usedAt != null) events.push({ at: usedAt, what: t('reservation.history.used') });
  for (const { at, processes, killed, host } of overstays)
    events.push({
      at,
      what: t('reservation.history.overstay', { processes, killed, host: host?.name ?? '' }),
    });
  if (endedAt != null) events.push({ at: endedAt, what: t(`reservation.state.${state}`) });
  events.sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{t('reservation.history')}</h2>
      <ol className="flex flex-col gap-1 border-s-2 border-line ps-4">
        {events.map(({ at, what }, index) => (
          <li key={`${at} ${index}`} className="flex flex-wrap gap-x-3">
            <span className="text-muted">
              <Instant at={at} />
            </span>
            <span>{what}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
