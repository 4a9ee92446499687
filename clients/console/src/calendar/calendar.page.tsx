import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { refusalOf } from '../api/refusal.js';
import { Button } from '../design/button.js';
import { Page } from '../design/page.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loaded, Message } from '../design/states.js';
import { useReader } from '../i18n/text.js';
import { CalendarView } from './calendar-view.js';
import { dateOf, rangeOf, type CalendarSearch } from './range.js';
import { Toolbar } from './toolbar.js';
import { useDevices, usePlaces, usePool, usePoolCalendar } from './use-calendar.js';

const route = getRouteApi('/calendar');
const NOW_EVERY_MS = 30_000;

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), NOW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Who has which devices when, and the place to book them. */
export function CalendarPage(): ReactNode {
  const { t, format } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow();
  const places = usePlaces();
  const pool = usePool(places.data, search.pool);
  const devices = useDevices(pool);
  const from = search.from ?? dateOf(now, format.zone);
  const range = useMemo(
    () => rangeOf({ from, ...(search.span && { span: search.span }) }, format.zone),
    [from, search.span, format.zone],
  );
  const calendar = usePoolCalendar(pool, range);
  const [reserving, setReserving] = useState(false);
  const onSearch = (change: { readonly [key in keyof CalendarSearch]: CalendarSearch[key] | undefined }) =>
    void navigate({
      search: (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
        ),
      replace: change.zoom !== undefined,
    });
  const frame = useRef<HTMLDivElement>(null);
  return (
    <Page
      wide
      title={t('calendar.title')}
      actions={
        <Button kind="primary" isDisabled={!pool} onPress={() => setReserving(true)}>
          {t('reserving.title')}
        </Button>
      }
    >
      <div ref={frame} className="flex min-w-0 flex-col gap-3">
        <Loaded result={places}>
          {({ pools, projects }) => {
            if (pools.length === 0)
              return <Message title={t('calendar.noPool')}>{t('calendar.noPool.help')}</Message>;
            if (!pool)
              return (
                <Message title={t('calendar.poolGone')}>
                  <Button onPress={() => onSearch({ pool: undefined })}>{t('calendar.toFirstPool')}</Button>
                </Message>
              );
            return (
              <>
                <Toolbar pools={pools} pool={pool} search={search} range={range} onSearch={onSearch} />
                {calendar.isError && calendar.data !== undefined && (
                  <RefusalNotice
                    refusal={refusalOf(calendar.error)}
                    onRetry={() => void calendar.refetch()}
                  />
                )}
                <Loaded result={devices}>
                  {(all) =>
                    all.length === 0 ? (
                      <Message title={t('calendar.noDevices')}>{t('calendar.noDevices.help')}</Message>
                    ) : (
                      <Loaded result={calendar}>
                        {(entries) => (
                          <CalendarView
                            key={pool.id}
                            frame={frame}
                            pool={pool}
                            projects={projects}
                            devices={all}
                            entries={entries}
                            range={range}
                            now={now}
                            zoom={search.zoom ?? 1}
                            onZoom={(zoom) => onSearch({ zoom })}
                            reserving={reserving}
                            onReserving={setReserving}
                          />
                        )}
                      </Loaded>
                    )
                  }
                </Loaded>
              </>
            );
          }}
        </Loaded>
      </div>
    </Page>
  );
}
