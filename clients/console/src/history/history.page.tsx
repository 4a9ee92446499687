import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../api/graphql.js';
import { refusalOf } from '../api/refusal.js';
import { Button, buttonClass } from '../design/button.js';
import { Select, TextField } from '../design/fields.js';
import { Page } from '../design/page.js';
import { RefusalNotice } from '../design/refusal-notice.js';
import { Loading, Message } from '../design/states.js';
import { historyQuery } from '../generated/operations.js';
import { useReader } from '../i18n/text.js';
import { useUser } from '../session/use-session.js';
import { ENTITIES, type HistorySearch } from './search.js';
import { Timeline } from './timeline.js';

const route = getRouteApi('/history');
const PAGE = 50;
const BY_ID = 'any';

/** Every event of one thing: who did what when, by which command, and what caused it. */
export function HistoryPage(): ReactNode {
  const { t } = useReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (change: Partial<HistorySearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }) });
  return (
    <Page
      title={t('history.title')}
      actions={
        <Link to="/history/reservations" className={buttonClass('plain')}>
          {t('history.asOf')}
        </Link>
      }
    >
      <Find key={`${search.entity} ${search.id} ${search.type}`} search={search} onFind={narrow} />
      {search.id === undefined ? <Start /> : <Events search={search} id={search.id} />}
    </Page>
  );
}

interface FindProps {
  readonly search: HistorySearch;
  readonly onFind: (change: Partial<HistorySearch>) => void;
}

function Find({ search, onFind }: FindProps): ReactNode {
  const { t } = useReader();
  const [entity, setEntity] = useState(search.entity);
  const [id, setId] = useState(search.id ?? '');
  const [type, setType] = useState(search.type ?? '');
  return (
    <form
      role="search"
      className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault();
        onFind({ entity, id: id.trim() || undefined, type: type.trim() || undefined });
      }}
    >
      <Select
        label={t('history.of')}
        options={[
          { id: BY_ID, name: t('history.anything') },
          ...ENTITIES.map((each) => ({ id: each, name: t(`history.entity.${each}`) })),
        ]}
        value={entity ?? BY_ID}
        onChange={(chosen) => setEntity(ENTITIES.find((each) => each === chosen))}
      />
      <TextField label={t('history.id')} help={t('history.id.help')} value={id} onChange={setId} isRequired />
      <TextField label={t('history.type')} help={t('history.type.help')} value={type} onChange={setType} />
      <div className="flex flex-col gap-1">
        <Select
          label={t('history.order')}
          options={[
            { id: 'OLDEST', name: t('history.oldest') },
            { id: 'NEWEST', name: t('history.newest') },
          ]}
          value={search.sort ?? 'OLDEST'}
          onChange={(sort) => onFind({ sort: sort === 'NEWEST' ? 'NEWEST' : undefined })}
        />
      </div>
      <div>
        <Button type="submit" kind="primary">
          {t('history.show')}
        </Button>
      </div>
    </form>
  );
}

function Start(): ReactNode {
  const { t } = useReader();
  const { id } = useUser();
  return (
    <Message title={t('history.start')}>
      <p>{t('history.start.help')}</p>
      <Link to="/history" search={{ entity: 'user', id }} className={buttonClass('plain')}>
        {t('history.own')}
      </Link>
    </Message>
  );
}

function Events({ search, id }: { readonly search: HistorySearch; readonly id: string }): ReactNode {
  const { t } = useReader();
  const { entity, sort, type, user } = search;
  const events = useInfiniteQuery({
    queryKey: ['history', entity, id, sort, type, user],
    queryFn: ({ pageParam, signal }) =>
      query(
        historyQuery,
        {
          entity,
          id,
          sort,
          user,
          types: type === undefined ? undefined : [type],
          first: PAGE,
          after: pageParam,
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ history: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  if (events.isPending) return <Loading />;
  if (events.isError) {
    const refusal = refusalOf(events.error);
    return <RefusalNotice refusal={refusal} onRetry={() => void events.refetch()} />;
  }
  const entries = events.data.pages.flatMap((page) => page.history.edges.map(({ node }) => node));
  return (
    <>
      {entries.length === 0 ? (
        <Message title={t('history.none')}>
          <p>{t('history.none.help')}</p>
        </Message>
      ) : (
        <Timeline entries={entries} />
      )}
      {events.hasNextPage && (
        <div>
          <Button onPress={() => void events.fetchNextPage()} isPending={events.isFetchingNextPage}>
            {t('accounting.more')}
          </Button>
        </div>
      )}
    </>
  );
}
