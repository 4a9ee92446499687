import { useEffect, useState, type ReactNode } from 'react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { DevicesText, WindowText } from '../calendar/window-text.js';
import { Button, buttonClass } from '../design/button.js';
import { DataTable } from '../design/data-table.js';
import { LateDateTimeField } from '../design/late-date-time-field.js';
import { Select } from '../design/fields.js';
import { Page } from '../design/page.js';
import { Picker } from '../design/picker.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { reservationsAsOfQuery, type ReservationRowFragment } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { StateBadge } from '../reservations/state-badge.js';
import { useReadsAll } from '../session/use-session.js';
import { DAYS, sliderOf, USUAL_DAYS, type AsOfSearch } from './search.js';

const route = getRouteApi('/history/reservations');
const PAGE = 50;
/** While the slider moves, the platform is asked once it rests. */
const REST_MS = 200;

/** What was reserved at a past instant, as it was known then. */
export function AsOfPage(): ReactNode {
  const { t, format } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const readsAll = useReadsAll();
  const [now] = useState(() => Date.now());
  const { from, until, step } = sliderOf(search, now);
  const at = Math.min(search.at ?? until, now);
  const [moved, setMoved] = useState<number>();
  const narrow = (change: Partial<AsOfSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  useEffect(() => {
    if (moved === undefined) return undefined;
    const timer = setTimeout(() => {
      setMoved(undefined);
      void navigate({ search: (before) => ({ ...before, at: moved }), replace: true });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [moved, navigate]);
  const asOf = new Date(at).toISOString();
  const { project, user } = search;
  const found = useInfiniteQuery({
    queryKey: ['reservations', 'asOf', asOf, project, user],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      query(reservationsAsOfQuery, { asOf, project, user, first: PAGE, after: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ reservations: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const rows = found.data?.pages.flatMap((page) => page.reservations.edges.map(({ node }) => node)) ?? [];
  const shown = moved ?? at;
  return (
    <Page
      wide
      title={t('history.asOf')}
      actions={
        <Link to="/history" className={buttonClass('plain')}>
          {t('history.title')}
        </Link>
      }
    >
      <div className="flex flex-wrap items-end gap-3">
        <LateDateTimeField
          label={t('history.at')}
          value={shown}
          onChange={(chosen) => chosen !== undefined && chosen <= now && setMoved(chosen)}
        />
        <Select
          label={t('history.reach')}
          options={DAYS.map((days) => ({ id: String(days), name: t('history.days', { count: days }) }))}
          value={String(search.days ?? USUAL_DAYS)}
          onChange={(chosen) =>
            narrow({ days: DAYS.find((days) => String(days) === chosen && days !== USUAL_DAYS) })
          }
        />
        <Picker
          kind="project"
          label={t('accounting.project')}
          placeholder={t('accounting.all')}
          value={project}
          onChange={(chosen) => narrow({ project: chosen })}
        />
        {readsAll && (
          <Picker
            kind="user"
            label={t('accounting.user')}
            placeholder={t('accounting.all')}
            value={user}
            onChange={(chosen) => narrow({ user: chosen })}
          />
        )}
      </div>
      <div dir="ltr" className="flex flex-col gap-1">
        <input
          type="range"
          min={from}
          max={until}
          step={step}
          value={Math.min(shown, until)}
          aria-label={t('history.slider')}
          aria-valuetext={format.dateTime(shown)}
          className="w-full accent-(--accent)"
          onChange={(event) => setMoved(event.currentTarget.valueAsNumber)}
        />
        <p className="flex justify-between text-sm text-muted" aria-hidden="true">
          <bdi>{format.dateTime(from)}</bdi>
          <bdi>{format.dateTime(until)}</bdi>
        </p>
      </div>
      {found.isError && (
        <RefusalNotice refusal={refusalOf(found.error)} onRetry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading />}
      {found.isSuccess && (
        <p role="status" className="font-medium">
          {t('history.asOf.count', { at: format.dateTime(shown), count: rows.length })}
        </p>
      )}
      {found.isSuccess && rows.length === 0 && (
        <Message title={t('history.asOf.none')}>
          <p>{t('history.asOf.none.help')}</p>
        </Message>
      )}
      {rows.length > 0 && <AsOfRows rows={rows} />}
      {found.hasNextPage && (
        <div>
          <Button onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function AsOfRows({ rows }: { readonly rows: readonly ReservationRowFragment[] }): ReactNode {
  const { t } = useReader();
  return (
    <DataTable
      label={t('history.asOf')}
      columns={[
        ...(['title', 'state', 'window', 'gpus', 'project', 'holder'] as const).map((id) => ({
          id,
          name: t(`reservations.column.${id}`),
        })),
        { id: 'history', name: t('history.title') },
      ]}
      rows={rows.map(({ id, title, state, from, until, devices, project, user }) => ({
        id,
        cells: [
          <Link key="title" to="/reservations/$id" params={{ id }} className="text-accent-text underline">
            <bdi>{title ?? t('reservation.untitled')}</bdi>
          </Link>,
          <StateBadge key="state" state={state} />,
          <WindowText key="window" from={from} until={until} />,
          <DevicesText key="devices" devices={devices} />,
          <bdi key="project">{project?.name}</bdi>,
          <bdi key="user">{user?.username}</bdi>,
          <Link
            key="history"
            to="/history"
            search={{ entity: 'reservation', id }}
            className="text-accent-text underline"
          >
            {t('history.events')}
          </Link>,
        ],
      }))}
    />
  );
}
