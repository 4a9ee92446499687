import { useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { SearchField, Input, Label } from 'react-aria-components';
import { query } from '../api/graphql.js';
import { usePlaces } from '../calendar/use-calendar.js';
import { DevicesText, WindowText } from '../calendar/window-text.js';
import { Button, buttonClass } from '../design/button.js';
import { Select } from '../design/fields.js';
import { Page } from '../design/page.js';
import { Loaded, Message } from '../design/states.js';
import { reservationsQuery, type ReservationsQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { SHOWN, variablesOf, type ReservationsSearch } from './search.js';
import { StateBadge } from './state-badge.js';

const route = getRouteApi('/reservations');
const REFETCH_MS = 10_000;
const EVERYBODY = 'everybody';
const MINE = 'mine';
const ALL = '';

type Change = { readonly [key in keyof ReservationsSearch]: ReservationsSearch[key] | undefined };

export function ReservationsPage(): ReactNode {
  const { t } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const user = useUser();
  const variables = variablesOf(search, user.id);
  const result = useQuery({
    queryKey: ['reservations', variables],
    queryFn: async ({ signal }) => (await query(reservationsQuery, variables, { signal })).reservations,
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  /** Another filter begins at the first page. */
  const onSearch = (change: Change): void => {
    const next = { ...search, after: undefined, before: undefined, ...change };
    void navigate({
      search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)),
    });
  };
  return (
    <Page
      wide
      title={t('reservations.title')}
      actions={
        <>
          <Link to="/free" className={buttonClass('plain')}>
            {t('free.title')}
          </Link>
          <Link to="/calendar" className={buttonClass('primary')}>
            {t('reserving.title')}
          </Link>
        </>
      }
    >
      <Filters search={search} onSearch={onSearch} />
      <Loaded result={result}>
        {(reservations) => <List reservations={reservations} search={search} onSearch={onSearch} />}
      </Loaded>
    </Page>
  );
}

interface FilterProps {
  readonly search: ReservationsSearch;
  readonly onSearch: (change: Change) => void;
}

function Filters({ search, onSearch }: FilterProps): ReactNode {
  const { t } = useReader();
  const places = usePlaces().data;
  const [title, setTitle] = useState(search.title ?? '');
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Select
        label={t('reservations.show')}
        options={SHOWN.map((id) => ({ id, name: t(`reservations.show.${id}`) }))}
        value={search.show ?? 'open'}
        onChange={(show) => onSearch({ show: show === 'open' ? undefined : show })}
      />
      <Select
        label={t('reservations.whose')}
        options={[
          { id: MINE, name: t('reservations.mine') },
          { id: EVERYBODY, name: t('reservations.everybody') },
        ]}
        value={search.everybody ? EVERYBODY : MINE}
        onChange={(whose) => onSearch({ everybody: whose === EVERYBODY ? true : undefined })}
      />
      {(places?.pools.length ?? 0) > 1 && (
        <Select
          label={t('calendar.pool')}
          options={[{ id: ALL, name: t('reservations.allPools') }, ...(places?.pools ?? [])]}
          value={search.pool ?? ALL}
          onChange={(pool) => onSearch({ pool: pool === ALL ? undefined : pool })}
        />
      )}
      <SearchField
        className="flex flex-col gap-1"
        value={title}
        onChange={setTitle}
        onSubmit={(text) => onSearch({ title: text.trim() === '' ? undefined : text.trim() })}
        onClear={() => onSearch({ title: undefined })}
      >
        <Label className="font-medium">{t('reservations.titleStarts')}</Label>
        <Input className="rounded-md border border-strong-line bg-raised px-2.5 py-1.5" />
      </SearchField>
    </div>
  );
}

interface ListProps extends FilterProps {
  readonly reservations: ReservationsQuery['reservations'];
}

const CELL = 'px-3 py-2 align-top';

function List({ reservations, search, onSearch }: ListProps): ReactNode {
  const { t, format } = useReader();
  const { edges, pageInfo, totalCount } = reservations;
  if (edges.length === 0)
    return (
      <Message title={t('reservations.none')}>
        <p>{t('reservations.none.help')}</p>
        <Link to="/calendar" className={buttonClass('primary')}>
          {t('reserving.title')}
        </Link>
      </Message>
    );
  return (
    <>
      <div
        className="overflow-x-auto rounded-md border border-line bg-raised"
        tabIndex={0}
        role="region"
        aria-label={t('reservations.title')}
      >
        <table className="w-full border-collapse text-start">
          <thead>
            <tr className="border-b border-strong-line text-sm text-muted">
              {(['title', 'state', 'window', 'gpus', 'project', 'holder'] as const).map((column) => (
                <th key={column} scope="col" className="px-3 py-2 text-start font-medium">
                  {t(`reservations.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {edges.map(({ node }) => (
              <tr key={node.id} className="border-b border-line last:border-b-0 hover:bg-sunken">
                <th scope="row" className={`${CELL} max-w-72 text-start font-normal`}>
                  <Link
                    to="/reservations/$id"
                    params={{ id: node.id }}
                    className="block truncate text-accent-text underline"
                  >
                    <bdi>{node.title ?? t('reservation.untitled')}</bdi>
                  </Link>
                </th>
                <td className={CELL}>
                  <StateBadge state={node.state} />
                </td>
                <td className={`${CELL} whitespace-nowrap`}>
                  <WindowText from={node.from} until={node.until} />
                </td>
                <td className={CELL}>
                  <DevicesText devices={node.devices} />
                </td>
                <td className={CELL}>
                  <bdi>{node.project?.name}</bdi>
                </td>
                <td className={CELL}>
                  <bdi>{node.user?.username}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <nav className="flex flex-wrap items-center gap-3" aria-label={t('reservations.pages')}>
        <Button
          isDisabled={!pageInfo.hasPreviousPage}
          onPress={() => onSearch({ before: pageInfo.startCursor ?? undefined })}
        >
          {t('reservations.previous')}
        </Button>
        <Button
          isDisabled={!pageInfo.hasNextPage}
          onPress={() => onSearch({ after: pageInfo.endCursor ?? undefined })}
        >
          {t('reservations.next')}
        </Button>
        {totalCount != null && (
          <span className="text-muted">
            {t('reservations.count', { shown: edges.length, total: format.number(totalCount) })}
          </span>
        )}
        {search.after !== undefined || search.before !== undefined ? (
          <Button kind="quiet" onPress={() => onSearch({})}>
            {t('reservations.first')}
          </Button>
        ) : null}
      </nav>
    </>
  );
}
